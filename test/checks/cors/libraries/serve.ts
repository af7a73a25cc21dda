import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checks } from '../../../../checks/index.ts';
import { type Against, run } from '../../run.ts';
import { ALLOWED } from '../../web.ts';

const TOKEN = 'alice-token-0001';
export const AUTHORISED = `Bearer ${TOKEN}`;
export const ITEMS = { data: [{ id: 1 }] };
export const METHODS = ['GET', 'POST', 'PATCH'];
export const HEADERS = ['Authorization', 'Content-Type'];
export const EXPOSED = ['X-Request-Id'];
export const MAX_AGE = 600;

type Cors = NonNullable<Against['policy']['cors']>;

/** What all these services promise. */
const PROMISED: Cors = {
  endpoint: 'items',
  origins: ALLOWED,
  credentials: true,
  methods: ['GET', 'POST', 'PATCH'],
  headers: HEADERS,
  closed: ['methods', 'headers'],
  expose: EXPOSED,
  maxAge: MAX_AGE,
};

/** One correct service: how it is set up, and where it promises something else. */
export interface Correct<Options> {
  readonly options: Options;
  readonly promises?: Partial<Cors>;
  /** Checks that cannot come to an answer there. */
  readonly open?: boolean;
}

/** Holds every check of CORS to correct services: none may fail, whatever the profile tries. */
export function correctServices<Options>(
  start: (options: Options) => Promise<Server>,
  services: Readonly<Record<string, Correct<Options>>>,
): void {
  test.each(Object.entries(services))('%s', async (_, { options, promises, open = false }) => {
    const findings = await judged(await start(options), { ...PROMISED, ...promises });
    const told = (outcome: string) =>
      findings.filter((finding) => finding.outcome === outcome).map(({ id, message }) => `${id}: ${message}`);
    expect([...told('fail'), ...told('error')]).toEqual([]);
    const unanswered = expect.arrayContaining([expect.stringContaining('cors/arbitrary-origin')]);
    expect(told('inconclusive')).toEqual(open ? unanswered : []);
  });
}

/** Settings of the libraries that are wrong, and the check that says so. */
export function unsafeServices<Options>(
  start: (options: Options) => Promise<Server>,
  services: Readonly<Record<string, readonly [options: Options, check: string]>>,
): void {
  test.each(Object.entries(services))('unsafe: %s', async (_, [options, check]) => {
    const findings = await judged(await start(options), PROMISED);
    expect(findings.find(({ id }) => id === check)?.outcome).toBe('fail');
  });
}

async function judged(server: Server, cors: Cors) {
  const family = checks.filter(({ id }) => id.startsWith('cors/'));
  try {
    return (await run(family, against(server, cors))).findings;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Header that pages may read of every answer. */
export function requestId(): [name: string, value: string] {
  return ['X-Request-Id', randomUUID()];
}

/** Resolves when the server listens on loopback. */
export function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function against(server: Server, cors: Cors): Against {
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    profile: 'deep',
    policy: { cors },
    pools: { users: { kind: 'static', tokens: [TOKEN], use: 'check' } },
    endpoints: {
      items: { path: '/api/items', identity: 'users', expect: { json: { '$.data': { type: 'array' } } } },
      tasks: { method: 'POST', path: '/api/tasks', identity: 'users', body: { task: 'x' } },
    },
  };
}
