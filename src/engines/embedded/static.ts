import type { Endpoint } from '../../model/endpoint.ts';
import { classify, needsBody } from './classify.ts';
import { seeded, weighted } from './random.ts';
import { record } from './record.ts';
import { type Recipe, recipe } from './request.ts';
import type { Scene } from './scene.ts';
import { send } from './send.ts';
import { eventReader } from './stream.ts';
import type { Slots } from './template.ts';
import type { Iterate, Work } from './work.ts';

/** Most bytes of a body that are kept for judging; the rest is counted and dropped. */
export const BODY_CAP = 1_048_576;

interface Choice {
  readonly recipe: Recipe;
  readonly pool: string | undefined;
  readonly capture: number;
  readonly identityClass: string;
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
    seeded(scene.session.job.seed, scene.name, 'requests'),
  );
  const plan = (): Choice => choices[draw()] as Choice;
  return {
    plan: () => {
      const choice = plan();
      return { endpoint: choice.recipe.name, identityClass: choice.identityClass, choice };
    },
    iterate: (vu, arrival, iteration) =>
      hit(scene, (arrival.planned?.choice as Choice) ?? plan(), vu.id, arrival, iteration),
  };
}

function choiceOf(scene: Scene, name: string, identity: string | undefined): Choice {
  const { endpoints, pools, target } = scene.session.job;
  const endpoint = endpoints[name];
  if (!endpoint) throw new Error(`scenario "${scene.name}": there is no endpoint "${name}"`);
  const pool = identity ?? endpoint.identity;
  return {
    recipe: recipe(name, endpoint, scene.session.base),
    pool,
    capture: wantsBody(endpoint, target.identify) ? BODY_CAP : 0,
    identityClass: pool === undefined ? 'anonymous' : (pools[pool]?.class ?? 'default'),
  };
}

function wantsBody({ expect }: Endpoint, identify: Scene['session']['job']['target']['identify']): boolean {
  return needsBody(expect) || (identify !== undefined && 'json' in identify);
}

const hit = async (
  scene: Scene,
  { recipe, pool, capture, identityClass }: Choice,
  vu: number,
  arrival: Parameters<Iterate>[1],
  iteration: number,
): Promise<boolean> => {
  const { endpoint, name } = recipe;
  const events = endpoint.stream && eventReader(endpoint.stream, false);
  let path = '';
  const sent = await send(scene, { pool, endpoint: name, until: scene.halt }, (credential) => {
    const slots: Slots = { subject: credential?.subject ?? '', random: scene.random, data: scene.row() };
    path = recipe.path(slots);
    const body = recipe.body(slots);
    return {
      method: endpoint.method,
      path,
      headers: recipe.headers(credential),
      timeout: endpoint.timeout,
      capture,
      ...(body === undefined ? {} : { body }),
      ...(events ? { onChunk: events.read } : {}),
    };
  });
  if (typeof sent === 'string') return sent !== 'halted' && sent !== 'exhausted';
  const { raw, credential, waited } = sent;
  const done = {
    endpoint: name,
    method: endpoint.method,
    path,
    identityClass: credential?.class ?? identityClass,
    subject: credential?.subject ?? '',
    vu,
    iteration,
    intended: arrival.intended + waited,
    raw,
    firstEvent: events?.firstEvent,
  };
  record(scene, done, classify(raw, endpoint.expect, events));
  return raw.failure?.kind !== 'cut';
};
