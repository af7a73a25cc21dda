import exec from 'k6/execution';
import { CookieJar } from 'k6/http';
import type { Context } from '../../../model/context.ts';
import type { Pending } from '../../answers/pending.ts';
import { ownIdentity } from '../../requests/own-identity.ts';
import { seeded } from '../../requests/random.ts';
import { milliseconds } from '../../requests/script-request.ts';
import { clientOf } from './client.ts';
import { type Credential, credentialOf } from './identities.ts';
import { stopOf } from './limits.ts';
import { type Done, pendingOf } from './pending.ts';
import { rowOf } from './rows.ts';
import { tellCustom, tellIteration } from './tell.ts';
import { choose } from './turns.ts';
import { payload, type Scene, Stopped, vu } from './world.ts';

/** What a virtual user keeps from one iteration of a scenario to the next. */
interface Kept {
  readonly random: () => number;
  jar: CookieJar;
  identities: ReadonlyMap<string, number>;
}

const users = new Map<string, Kept>();

/** How an iteration ended. */
interface Ended {
  readonly ended: boolean;
  readonly threw?: string;
}

/** One iteration of a script; what it throws is told, and the load goes on. */
export async function scriptIteration(
  scene: Scene,
  iteration: (ctx: Context) => unknown,
  setup: unknown,
): Promise<void> {
  const user = userOf(scene.key, scene.spec.name);
  const outcome = await perform(scene, user, {
    body: iteration,
    setup,
    iteration: exec.vu.iterationInScenario,
  });
  const stopped = stopOf(scene);
  tellIteration(scene, { ...outcome, ...(stopped === undefined ? {} : { stopped }) });
}

/** Setup or teardown: the same, outside of all iterations. Undefined when it went well. */
export async function runAside(
  scene: Scene,
  name: 'setup' | 'teardown',
  body: (ctx: Context) => unknown,
  setup: unknown,
): Promise<string | undefined> {
  const user = newUser(`${scene.spec.name} ${name}`, 0);
  const { threw } = await perform(scene, user, { body, setup, iteration: 0 });
  if (threw === undefined) return undefined;
  tellIteration(scene, { ended: false, threw: `${name}: ${threw}` });
  return threw;
}

interface Wanted {
  readonly body: (ctx: Context) => unknown;
  readonly setup: unknown;
  readonly iteration: number;
}

async function perform(scene: Scene, user: Kept, { body, setup, iteration }: Wanted): Promise<Ended> {
  const pending = pendingOf(scene);
  const indexOf = assign(scene, user);
  try {
    const pool = scene.spec.identity;
    const use = scene.spec.flood ? 'flood' : 'load';
    const credential = pool === undefined ? undefined : await credentialOf(pool, use, indexOf(pool));
    await body(contextOf(scene, user, { pending, indexOf, credential, setup, iteration }));
    return { ended: true };
  } catch (error) {
    if (error instanceof Stopped) return { ended: false };
    return { ended: true, threw: wordsOf(error) };
  } finally {
    pending.close();
  }
}

interface Parts {
  readonly pending: Pending<Done>;
  readonly indexOf: (pool: string) => number;
  readonly credential: Credential | undefined;
  readonly setup: unknown;
  readonly iteration: number;
}

function contextOf(
  scene: Scene,
  user: Kept,
  { pending, indexOf, credential, setup, iteration }: Parts,
): Context {
  const { jar, random } = user;
  const url = `${payload.origin}${payload.prefix}/`;
  const rest = (time: number) => restUntil(scene, time);
  const row = rowOf(scene);
  return {
    http: clientOf({ scene, pending, iteration, row, random, jar, indexOf, rest }),
    identity: ownIdentity(credential),
    expect: (answer, expectations) => pending.expect(answer, expectations),
    async sleep(time) {
      pending.settle();
      await rest(milliseconds(time));
    },
    random,
    data: row,
    cookies: {
      get: (name) => jar.cookiesForURL(url)[name]?.[0],
      set: (name, value) => void jar.set(url, name, value, { path: '/' }),
      clear: () => jar.clear(url),
    },
    metric: (name, value) => tellCustom(scene, name, value),
    vu: vu(),
    iteration,
    setup,
  };
}

/** Waits, in ms, but not beyond the end of everything. */
async function restUntil({ deadline }: Scene, time: number): Promise<void> {
  const left = deadline - Date.now();
  await new Promise<void>((resolve) => setTimeout(() => resolve(), Math.max(0, Math.min(time, left))));
  if (time >= left) throw new Stopped();
}

/** A virtual user keeps its identity through an iteration. Cookies belong to an identity and go with it. */
function assign(scene: Scene, user: Kept): (pool: string) => number {
  const before = user.identities;
  const identities = new Map<string, number>();
  user.identities = identities;
  return (pool) => {
    let index = identities.get(pool);
    if (index === undefined) {
      index = choose(pool, scene);
      identities.set(pool, index);
      if (before.has(pool) && before.get(pool) !== index)
        user.jar.clear(`${payload.origin}${payload.prefix}/`);
    }
    return index;
  };
}

function userOf(key: string, scenario: string): Kept {
  let user = users.get(key);
  if (!user) {
    user = newUser(scenario, vu());
    users.set(key, user);
  }
  return user;
}

function newUser(scenario: string, number: number): Kept {
  return { random: seeded(payload.seed, scenario, number), jar: new CookieJar(), identities: new Map() };
}

function wordsOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return String(error);
}
