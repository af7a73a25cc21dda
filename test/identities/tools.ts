import { randomUUID } from 'node:crypto';
import { type OpenIdentities, openIdentities } from '../../src/identities/open.ts';
import { IdentityPool } from '../../src/model/identity.ts';

/** Saturday, 31 January 2026, 10:15:02.345 UTC. */
export const START = Date.UTC(2026, 0, 31, 10, 15, 2, 345);

export interface Desk {
  readonly identities: OpenIdentities;
  readonly secrets: Map<string, string>;
  /** Milliseconds since the epoch; tests move it. */
  readonly clock: { now: number };
}

/** Identities of pools as a plan has them, with a clock that the test moves. */
export async function openDesk(pools: Record<string, object>, counts = {}, now = START): Promise<Desk> {
  const clock = { now };
  const secrets = new Map<string, string>();
  const identities = await openIdentities({
    pools: Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, IdentityPool.parse(pool)])),
    counts,
    wallClock: () => clock.now,
    uuid: randomUUID,
    secret: (value, name) => secrets.set(value, name),
  });
  return { identities, secrets, clock };
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}
