import type { Context, ScenarioModule } from '../../model/context.ts';
import { IdentityError } from '../../model/errors.ts';
import type { Credential } from '../../model/identity.ts';
import { contextOf } from './context.ts';
import type { Scene } from './scene.ts';
import { Stopped, type Turn } from './turn.ts';
import { newUser, type User } from './user.ts';
import { unlessCut } from './wait.ts';
import type { Work } from './work.ts';

/** What a script's arrivals are counted under while nobody is free to say which endpoint they are for. */
const UNKNOWN = 'iteration';

/** Iterations by the scenario's own function. */
export function scriptWork(scene: Scene, { iteration }: ScenarioModule): Work {
  const pool = scene.scenario.spec.identity;
  const identityClass =
    pool === undefined ? 'anonymous' : (scene.session.job.pools[pool]?.class ?? 'default');
  return {
    plan: () => ({ endpoint: UNKNOWN, identityClass }),
    async begin(user, intended) {
      const { activity } = scene.session.transport;
      const turn = { intended, iteration: user.turns - 1, row: scene.row() };
      const ended = await perform(scene, user, turn, iteration);
      // An iteration that waited for nothing must not keep timers and sockets from their turn.
      if (activity === scene.session.transport.activity) setImmediate(user.finish, ended);
      else user.finish(ended);
    },
  };
}

/** Runs `setup` once, before the first iteration; false when it threw, and nothing may begin. */
export async function runSetup(scene: Scene, { setup }: ScenarioModule): Promise<boolean> {
  if (!setup) return true;
  let value: unknown;
  const ended = await aside(scene, 'setup', async (ctx) => {
    value = await setup(ctx as Context<undefined>);
  });
  // What survives JSON survives the way to another engine, too.
  scene.setup = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  return ended;
}

/** Runs `teardown` once, after the last iteration; what it throws is counted. */
export async function runTeardown(scene: Scene, { teardown }: ScenarioModule): Promise<void> {
  if (teardown) await aside(scene, 'teardown', async (ctx) => teardown(ctx));
}

/** Outside of all iterations, and counted for nothing. */
async function aside(scene: Scene, name: string, body: (ctx: Context) => Promise<void>): Promise<boolean> {
  scene.inSetup = true;
  const { seed, now } = scene.session.job;
  const user = newUser(0, { seed, scenario: `${scene.name} ${name}` });
  const ended = await perform(scene, user, { intended: now(), iteration: 0, row: {} }, body, `${name}: `);
  scene.inSetup = false;
  return ended;
}

/** One iteration: its identity, its `ctx`, and its end, however it ends. */
async function perform(
  scene: Scene,
  user: User,
  turn: Pick<Turn, 'intended' | 'iteration' | 'row'>,
  body: (ctx: Context) => Promise<void>,
  label = '',
): Promise<boolean> {
  const indexOf = assign(scene, user);
  let close = () => {};
  try {
    const began = scene.session.job.now();
    const { credential, waited } = await credentialOf(scene, indexOf, began);
    const context = contextOf(scene, {
      ...turn,
      user,
      credential,
      indexOf,
      intended: turn.intended + waited,
    });
    close = context.close;
    // A body that is no async function may throw at once.
    await unlessCut(
      Promise.resolve().then(() => body(context.ctx)),
      scene.cut,
    );
    return !scene.cut.isCut;
  } catch (error) {
    if (error instanceof Stopped || scene.cut.isCut) return false;
    if (error instanceof IdentityError) {
      scene.session.health.missed(1, error.message);
      return false;
    }
    scene.threw(
      label === '' ? error : new Error(label + (error instanceof Error ? error.message : String(error))),
    );
    return label === '';
  } finally {
    close();
  }
}

/** The identity of the scenario's own pool, at hand before the script begins. */
async function credentialOf(
  scene: Scene,
  indexOf: (pool: string) => number,
  began: number,
): Promise<{ credential: Credential | undefined; waited: number }> {
  const pool = scene.scenario.spec.identity;
  if (pool === undefined) return { credential: undefined, waited: 0 };
  const token = scene.session.credential(pool, scene.use, indexOf(pool));
  if (!(token instanceof Promise)) return { credential: token, waited: 0 };
  return { credential: await token, waited: scene.session.job.now() - began };
}

/**
 * A virtual user of a closed loop keeps its identity; in an open loop the one with room whose turn it is comes next,
 * so that quotas hold nothing back. Cookies belong to an identity and go with it.
 */
function assign(scene: Scene, user: User): (pool: string) => number {
  const before = user.identities;
  const identities = new Map<string, number>();
  user.identities = identities;
  return (pool) => {
    let index = identities.get(pool);
    if (index === undefined) {
      index = choose(scene, user, pool);
      identities.set(pool, index);
      if (before.has(pool) && before.get(pool) !== index) user.jar?.removeAllCookiesSync();
    }
    return index;
  };
}

function choose(scene: Scene, user: User, pool: string): number {
  if (scene.use === 'flood') return scene.flooder;
  const permits = scene.session.permits(scene.use);
  if (scene.scenario.spec.executor.endsWith('-arrival-rate'))
    return permits.choose(pool, scene.session.job.now());
  return permits.own(pool, user.id, scene.share.of);
}
