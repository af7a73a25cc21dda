import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redactor } from '../../src/http/redact.ts';
import type { Check } from '../../src/model/check.ts';
import { IdentityError } from '../../src/model/errors.ts';
import { type Identities, IdentityPool } from '../../src/model/identity.ts';
import { Policy } from '../../src/model/policy.ts';
import { Target } from '../../src/model/target.ts';
import type { CheckRun } from '../../src/probe/prober.ts';

/** A check that sends one request and passes; change what a test is about. */
export function checkOf(change: Partial<Check> = {}): Check {
  return {
    id: 'cors/fake',
    cases: ['X-01'],
    title: 'It is as it should be',
    severity: 'high',
    kind: 'spec',
    active: false,
    exhausting: false,
    why: 'because',
    remedy: 'do it',
    references: ['https://example.org'],
    budget: () => 5,
    needs: () => undefined,
    observe: async (probe) => [await probe.send({ method: 'GET', path: '/' }, { role: 'probe' })],
    judge: (exchanges) => ({ outcome: 'pass', message: `${exchanges[0]?.response?.status}` }),
    ...change,
  };
}

/** Identities without an end, or so many; tokens tell their number and how often they were renewed. */
export function identitiesOf(size = Number.POSITIVE_INFINITY): Identities {
  let renewed = 0;
  const make = (pool: string, use: string, index: number, fresh = false) => {
    if (index >= size) throw new IdentityError(pool, `no identity ${index}`);
    const token = `token-${use}-${index}-${fresh ? ++renewed : 0}`;
    const headers = [['authorization', `Bearer ${token}`]] as const;
    return { pool, class: 'default', subject: `subject-${index}`, token, headers };
  };
  return {
    size: () => size,
    credential: async (pool, use, index, options) => make(pool, use, index, options?.fresh),
    ready: (pool, use, index) => make(pool, use, index),
  };
}

/** Everything that a run of checks needs. */
export function runOf(url: string, checks: readonly Check[], change: Partial<CheckRun> = {}): CheckRun {
  return {
    checks,
    target: Target.parse({ url }),
    arm: 'canary',
    policy: Policy.parse({}),
    endpoints: {},
    sourceAddresses: [],
    settings: {},
    identities: identitiesOf(),
    pools: { users: IdentityPool.parse({ kind: 'jwt', key: 'x'.repeat(32) }) },
    redactor: new Redactor(),
    runId: 'run-1',
    version: '0.0.0',
    seed: 1,
    now: () => performance.now(),
    wallClock: () => Date.UTC(2026, 0, 1),
    abort: new AbortController().signal,
    ...change,
  };
}

export interface Server {
  readonly url: string;
  readonly seen: string[];
  close(): void;
}

/** A server that answers 200 unless told otherwise, and remembers what it was asked. */
export async function serve(
  listener: RequestListener = (_, response) => response.end('ok'),
): Promise<Server> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}
