import type { Endpoint } from '../../model/endpoint.ts';
import { needsBody } from '../answers/classify.ts';
import { weighted } from '../requests/random.ts';
import { Hit } from './hit.ts';
import type { Ring } from './permits.ts';
import { type Recipe, recipe } from './request.ts';
import type { Scene } from './scene.ts';
import type { User } from './user.ts';
import type { Planned, Work } from './work.ts';

/** Most bytes of a body that are kept for judging; the rest is counted and dropped. */
export const BODY_CAP = 1_048_576;

/** One entry of a scenario's list, made ready. */
export interface Choice extends Planned {
  readonly recipe: Recipe;
  readonly pool: string | undefined;
  readonly capture: number;
  /** Whose turn it is, where nobody ever has to wait for leave. */
  readonly ring: Ring | undefined;
}

/** Iterations of one request each, drawn by weight from the scenario's list. */
export function staticWork(scene: Scene): Work {
  const { spec } = scene.scenario;
  const entries = (spec.requests ?? []).map((entry) =>
    typeof entry === 'string' ? { endpoint: entry, weight: 1, identity: undefined } : entry,
  );
  const choices = entries.map(({ endpoint, identity }) =>
    choiceOf(scene, endpoint, identity ?? spec.identity),
  );
  const draw = weighted(
    entries.map(({ weight }) => weight),
    scene.seeded('requests'),
  );
  const plan = choices.length === 1 ? () => choices[0] as Choice : () => choices[draw()] as Choice;
  const hits: Hit[] = [];
  return {
    plan,
    begin(user: User, intended: number, planned: Planned = plan()) {
      let hit = hits[user.id];
      if (!hit) {
        hit = new Hit(scene, user);
        hits[user.id] = hit;
      }
      hit.begin(intended, planned as Choice);
    },
  };
}

function choiceOf(scene: Scene, name: string, identity: string | undefined): Choice {
  const { endpoints, pools, target } = scene.session.job;
  const endpoint = endpoints[name];
  if (!endpoint) throw new Error(`scenario "${scene.name}": there is no endpoint "${name}"`);
  const pool = identity ?? endpoint.identity;
  const permits = scene.session.permits(scene.use);
  return {
    endpoint: name,
    identityClass: pool === undefined ? 'anonymous' : (pools[pool]?.class ?? 'default'),
    recipe: recipe(endpoint, scene.session.base, scene.session.transport),
    pool,
    capture: wantsBody(endpoint, target.identify) ? BODY_CAP : 0,
    ring: scene.use === 'flood' ? undefined : permits.ring(pool, name),
  };
}

function wantsBody({ expect }: Endpoint, identify: Scene['session']['job']['target']['identify']): boolean {
  return needsBody(expect) || (identify !== undefined && 'json' in identify);
}
