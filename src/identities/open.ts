import type { Dispatcher } from 'undici';
import { IdentityError } from '../model/errors.ts';
import type { Identities, IdentityPool } from '../model/identity.ts';
import { clientCredentials } from './client-credentials.ts';
import { command } from './command.ts';
import { anonymousPool, staticPool } from './fixed.ts';
import { jwtPool } from './jwt.ts';
import type { Pool, PoolTools } from './pool.ts';
import { RemotePool } from './remote.ts';

export interface IdentityOptions extends PoolTools {
  readonly pools: Readonly<Record<string, IdentityPool>>;
  /** At most so many identities of a pool with `count: auto`; as many as the engine asks for where nothing is said. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Carries calls to token services; one of our own when left out. */
  readonly dispatcher?: Dispatcher;
}

/** The identities of a run; `close` gives up whatever is still being fetched. */
export interface OpenIdentities extends Identities {
  close(): Promise<void>;
}

/**
 * Opens every pool and gets its first tokens, so that a wrong key, a dead token service or a missing command shows
 * before the first request. Rejects with an `IdentityError`.
 */
export async function openIdentities(options: IdentityOptions): Promise<OpenIdentities> {
  const giveUp = new AbortController();
  let own: Dispatcher | undefined;
  const dispatcher = async () => {
    own ??= options.dispatcher ? undefined : await newAgent();
    return options.dispatcher ?? (own as Dispatcher);
  };
  const context = { ...options, dispatcher, signal: giveUp.signal };
  const close = async () => {
    giveUp.abort();
    await own?.destroy();
  };
  try {
    const pools = new Map<string, Pool>();
    for (const [name, settings] of Object.entries(options.pools))
      pools.set(name, open(name, settings, context));
    await Promise.all([...pools.values()].map((pool) => pool.warm()));
    return { ...identitiesOf(pools), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newAgent(): Promise<Dispatcher> {
  const { Agent } = await import('undici');
  return new Agent();
}

interface OpenContext extends PoolTools {
  readonly counts?: Readonly<Record<string, number>>;
  readonly dispatcher: () => Promise<Dispatcher>;
  readonly signal: AbortSignal;
}

type Openers = {
  readonly [Kind in IdentityPool['kind']]: (
    name: string,
    settings: Extract<IdentityPool, { kind: Kind }>,
    context: OpenContext,
  ) => Pool;
};

const OPENERS: Openers = {
  anonymous: anonymousPool,
  static: staticPool,
  jwt: (name, settings, context) => {
    const count =
      settings.count === 'auto' ? (context.counts?.[name] ?? Number.POSITIVE_INFINITY) : settings.count;
    return jwtPool(name, settings, count, context);
  },
  'client-credentials': (name, settings, context) => {
    context.secret(settings.clientSecret, `${name}-client-secret`);
    return new RemotePool(name, settings, clientCredentials(name, settings, context), context);
  },
  command: (name, settings, context) =>
    new RemotePool(name, settings, command(name, settings, context), context),
};

function open(name: string, settings: IdentityPool, context: OpenContext): Pool {
  const opener = OPENERS[settings.kind] as (
    name: string,
    settings: IdentityPool,
    context: OpenContext,
  ) => Pool;
  return opener(name, settings, context);
}

function identitiesOf(pools: ReadonlyMap<string, Pool>): Identities {
  const poolOf = (name: string): Pool => {
    const pool = pools.get(name);
    if (pool) return pool;
    const known = [...pools.keys()].join(', ') || 'none';
    throw new IdentityError(name, `is not in the plan; there is: ${known}`);
  };
  return {
    size: (pool, use) => poolOf(pool).size(use),
    credential: async (pool, use, index, { fresh = false } = {}) =>
      poolOf(pool).credential(use, index, fresh),
    ready: (pool, use, index) => poolOf(pool).ready(use, index),
  };
}
