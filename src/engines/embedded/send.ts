import type { Credential } from '../../model/identity.ts';
import type { Ask, Permit, Refused } from './permits.ts';
import type { Scene } from './scene.ts';
import type { CutGroup, Prepared, Raw } from './transport.ts';
import { rest } from './wait.ts';

/** Who sends a request, and what for. */
export interface Sender {
  readonly pool: string | undefined;
  readonly endpoint: string;
  readonly index?: number;
  /** Gives up the wait for leave: a halt where nothing was begun, a cut inside a script. */
  readonly until: CutGroup;
}

export interface Sent {
  readonly credential: Credential | undefined;
  readonly raw: Raw;
  /** Time spent waiting for leave and for a token: our doing, and no part of the latency. */
  readonly waited: number;
}

/** Why nothing was sent. */
export type Unsent = 'halted' | 'exhausted' | 'no-identity' | 'refused';

/**
 * Sends one request as an identity that has room under its quotas, waiting for room where there is none. Never rejects:
 * a token that cannot be had, or a request that cannot be put on the wire, is our fault, is noted, and is no sample.
 */
export async function send(
  scene: Scene,
  sender: Sender,
  prepare: (credential: Credential | undefined) => Omit<Prepared, 'localAddress'>,
): Promise<Sent | Unsent> {
  const { job } = scene.session;
  const ask = askOf(scene, sender);
  // Leave is mostly had at once, and at thousands a second each needless turn of the event loop counts.
  const first = scene.session.permits(scene.use).take(ask, job.now());
  const { permit, waited } =
    'end' in first ? { permit: first, waited: 0 } : await leave(scene, ask, sender, first);
  if (!permit) return 'halted';
  let answered = job.now();
  try {
    const token = credentialOf(scene, sender.pool, permit.index);
    const credential = token instanceof Promise ? await token : token;
    const minted = token instanceof Promise ? job.now() - answered : 0;
    if (credential === 'none') return 'no-identity';
    if (!scene.session.claim()) return exhausted(scene);
    const raw = await dispatch(scene, permit, prepare(credential));
    answered = raw.ended;
    if (raw.failure?.kind === 'refused') return refused(scene, sender, raw.failure.message);
    return { credential, raw, waited: waited + minted };
  } finally {
    permit.end(answered);
  }
}

function askOf(scene: Scene, { pool, endpoint, index }: Sender): Ask {
  const only = scene.use === 'flood' ? scene.flooder : index;
  return only === undefined ? { pool, endpoint } : { pool, endpoint, index: only };
}

function dispatch(scene: Scene, { localAddress }: Permit, prepared: Prepared): Promise<Raw> {
  const request = localAddress === '' ? prepared : { ...prepared, localAddress };
  return scene.session.transport.request(request, scene.cut);
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

function refused(scene: Scene, { endpoint }: Sender, message: string): Unsent {
  scene.session.health.missed(1, `a request to "${endpoint}" could not be built: ${message}`);
  return 'refused';
}

function exhausted(scene: Scene): Unsent {
  scene.session.health.note(
    `the load ended early: maxRequests (${scene.session.job.maxRequests}) is reached`,
  );
  scene.halt.cut();
  return 'exhausted';
}
