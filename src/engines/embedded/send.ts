import type { Credential } from '../../model/identity.ts';
import type { Raw } from '../answers/raw.ts';
import type { Message } from './call.ts';
import type { CutGroup } from './cut-group.ts';
import { type Asked, exchange } from './exchange.ts';
import type { Ask, Permit, Refused } from './permits.ts';
import type { Scene } from './scene.ts';
import { rest } from './wait.ts';

/** Who sends a request, and what for. */
export interface Sender {
  readonly pool: string | undefined;
  readonly endpoint: string;
  readonly index?: number;
  /** Gives up the wait for leave: a halt where nothing was begun, a cut inside a script. */
  readonly until: CutGroup;
}

/** Leave to send one request as somebody. */
export interface Grant {
  readonly credential: Credential | undefined;
  /** To be ended once, when the request has ended. */
  readonly permit: Permit;
  /** Time spent waiting for leave and for a token: our doing, and no part of the latency. */
  readonly waited: number;
}

/** Why nothing was sent. */
export type Unsent = 'halted' | 'exhausted' | 'no-identity' | 'refused';

export interface Sent {
  readonly credential: Credential | undefined;
  readonly raw: Raw;
  readonly waited: number;
}

/**
 * Sends one request as an identity that has room under its quotas, waiting for room where there is none. Never rejects:
 * a token that cannot be had, or a request that cannot be put on the wire, is our fault, is noted, and is no sample.
 */
export async function send(
  scene: Scene,
  sender: Sender,
  prepare: (credential: Credential | undefined) => Omit<Asked, 'localAddress'> | undefined,
): Promise<Sent | Unsent> {
  const grant = await acquire(scene, sender);
  if (typeof grant === 'string') return grant;
  const { credential, permit, waited } = grant;
  const asked = scene.cut.isCut ? undefined : prepare(credential);
  if (asked === undefined) {
    permit.end(scene.session.job.now());
    return scene.cut.isCut ? 'halted' : 'refused';
  }
  const raw = await exchange(scene, { ...asked, localAddress: permit.localAddress });
  permit.end(raw.ended);
  return { credential, raw, waited };
}

/** The request on the wire; undefined, and noted, when it cannot be put there. */
export function messageOf(scene: Scene, endpoint: string, prepare: () => Message): Message | undefined {
  try {
    return prepare();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    scene.session.health.missed(1, `a request to "${endpoint}" could not be built: ${why}`);
    return undefined;
  }
}

/** Waits for leave and for a token, and counts the request against `maxRequests`. */
export async function acquire(scene: Scene, sender: Sender): Promise<Grant | Unsent> {
  const { job } = scene.session;
  const ask = askOf(scene, sender);
  const permits = scene.session.permits(scene.use);
  const first = permits.free(ask) ?? permits.take(ask, job.now());
  const { permit, waited } =
    'end' in first ? { permit: first, waited: 0 } : await leave(scene, ask, sender, first);
  if (!permit) return 'halted';
  const asked = job.now();
  const token = credentialOf(scene, sender.pool, permit.index);
  const credential = token instanceof Promise ? await token : token;
  const minted = token instanceof Promise ? job.now() - asked : 0;
  if (credential !== 'none' && scene.session.claim()) return { credential, permit, waited: waited + minted };
  permit.end(job.now());
  return credential === 'none' ? 'no-identity' : exhausted(scene);
}

/** The request that would be one too many: the load is over. */
export function exhausted(scene: Scene): Unsent {
  scene.session.health.note(
    `the load ended early: maxRequests (${scene.session.job.maxRequests}) is reached`,
  );
  scene.halt.cut();
  return 'exhausted';
}

function askOf(scene: Scene, { pool, endpoint, index }: Sender): Ask {
  const only = scene.use === 'flood' ? scene.flooder : index;
  return only === undefined ? { pool, endpoint } : { pool, endpoint, index: only };
}

/** Waits for leave. What we hold back ourselves is told apart from waits for answers that are late. */
async function leave(
  scene: Scene,
  ask: Ask,
  { until }: Sender,
  first: Refused,
): Promise<{ permit?: Permit; waited: number }> {
  const { now } = scene.session.job;
  let refusal = first;
  let waited = 0;
  for (;;) {
    const before = now();
    if (refusal.ours) scene.restraint.hold(1);
    await rest(refusal.at - before, until);
    if (refusal.ours) {
      scene.restraint.hold(-1);
      waited += now() - before;
      scene.throttledMs += now() - before;
    }
    if (until.isCut) return { waited };
    const answer = scene.session.permits(scene.use).take(ask, now());
    if ('end' in answer) return { permit: answer, waited };
    refusal = answer;
  }
}

type Token = Credential | undefined | 'none';

function credentialOf(scene: Scene, pool: string | undefined, index: number): Token | Promise<Token> {
  if (pool === undefined) return undefined;
  const credential = scene.session.credential(pool, scene.use, index);
  if (!(credential instanceof Promise)) return credential;
  return credential.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    scene.session.health.missed(1, reason);
    return 'none';
  });
}
