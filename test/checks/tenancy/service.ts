import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { type Against, runOne } from '../run.ts';
import { type Framework, listenerOf } from './frameworks.ts';

const TENANTS: Readonly<Record<string, string>> = {
  'Bearer alice-token-0001': 'acme',
  'Bearer bob-token-000002': 'globex',
};
const NOTES = [1, 2, 3].flatMap((number) =>
  ['acme', 'globex'].map((tenant) => ({
    id: `${tenant}-${number}`,
    tenant,
    text: `${tenant}-secret-${number}`,
  })),
);
export type Note = (typeof NOTES)[number];

/** A request as the service sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Of the token; undefined for nobody. */
  readonly tenant: string | undefined;
  /** The note of the path, whoever owns it. */
  readonly note: Note | undefined;
  /** Requests so far. */
  readonly count: number;
}

export interface Answer {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Behaviour {
  readonly framework?: Framework;
  /** Answers before the service does. */
  readonly answer?: (asked: Asked) => Answer | undefined;
  /** What a missing note is answered. */
  readonly missing?: (asked: Asked) => Answer;
  /** Whose notes are listed: the caller's. */
  readonly whose?: (asked: Asked) => string | undefined;
}

export interface Service extends Against {
  readonly close: () => Promise<void>;
}

export const MISSING: Answer = { status: 404, body: { error: 'not found' } };

/** A service with notes of two tenants: one by its id, and a list in pages. */
export async function startNotes(behaviour: Behaviour = {}): Promise<Service> {
  let count = 0;
  const core = (request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Answer => {
    const url = new URL(request.url ?? '/', 'http://notes');
    const [, , id] = url.pathname.split('/');
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      tenant: TENANTS[request.headers.authorization ?? ''],
      note: NOTES.find((note) => note.id === id),
      count: ++count,
    };
    return behaviour.answer?.(asked) ?? route(asked, behaviour);
  };
  const server = createServer(await listenerOf(behaviour.framework ?? 'node', core));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { ...DECLARED, url, close };
}

function route(asked: Asked, { missing = () => MISSING, whose = ({ tenant }) => tenant }: Behaviour): Answer {
  const { tenant, note, path } = asked;
  if (tenant === undefined) return { status: 401, body: { error: 'unauthorised' } };
  const owner = whose(asked);
  if (path === '/notes') return pageOf(asked, owner);
  return note !== undefined && note.tenant === owner ? { status: 200, body: note } : missing(asked);
}

function pageOf({ query }: Asked, owner: string | undefined): Answer {
  const own = NOTES.filter(({ tenant }) => tenant === owner).map(({ id }) => ({ id }));
  const from = Number(query.get('after') ?? 0);
  return { status: 200, body: { data: own.slice(from, from + 2), ...(from === 0 && { next: 2 }) } };
}

const DECLARED: Omit<Against, 'url'> = {
  pools: {
    users: { kind: 'static', tokens: ['alice-token-0001'], use: 'check', tenant: 'acme' },
    strangers: { kind: 'static', tokens: ['bob-token-000002'], use: 'check', tenant: 'globex' },
  },
  endpoints: { notes: { path: '/notes', identity: 'users' } },
  policy: {
    tenancy: {
      mismatch: 404,
      resources: [
        {
          name: 'note',
          path: '/notes/acme-1',
          absent: '/notes/acme-9',
          owner: 'users',
          intruder: 'strangers',
          marker: 'acme-secret-1',
        },
      ],
      collections: [
        {
          endpoint: 'notes',
          owner: 'users',
          intruder: 'strangers',
          marker: 'acme-1',
          cursor: { json: '$.next', parameter: 'after', marker: 'acme-3' },
        },
      ],
    },
  },
};

type Tenancy = NonNullable<Against['policy']['tenancy']>;

/** Changes what is declared of the tenants. */
export function declaring(change: Partial<Tenancy>): (service: Service) => Service {
  return (service) => ({ ...service, policy: { tenancy: { ...service.policy.tenancy!, ...change } } });
}

export interface Case extends Behaviour {
  readonly outcome: CheckOutcome;
  readonly against?: (service: Service) => Service;
  readonly message?: RegExp;
  readonly severity?: string;
}

const stamped = ({ count }: Asked): object => ({
  error: 'not found',
  requestId: Math.random().toString(36).slice(2),
  traceId: crypto.randomUUID(),
  at: new Date().toISOString(),
  sequence: count,
});

/** Services that nobody here wrote, each right in its own way. */
export const CORRECT: Readonly<Record<string, Behaviour>> = {
  'a plain server': {},
  Express: { framework: 'express' },
  Fastify: { framework: 'fastify' },
  Koa: { framework: 'koa' },
  Hono: { framework: 'hono' },
  'files as a web server gives them': { framework: 'static' },
  'errors with request ids and times': {
    missing: (asked) => ({
      status: 404,
      body: stamped(asked),
      headers: { 'x-request-id': crypto.randomUUID() },
    }),
  },
  'Express with errors that have an ETag, ids and times': {
    framework: 'express',
    missing: (asked) => ({ status: 404, body: stamped(asked) }),
  },
  'errors that repeat the path': {
    missing: ({ path }) => ({ status: 404, body: { error: `Cannot GET ${path}`, instance: path } }),
  },
  'pages for errors': {
    missing: ({ path, count }) => ({
      status: 404,
      body: `<html><h1>404</h1><p>${path}</p><!-- ${count} --></html>`,
      headers: { 'content-type': 'text/html' },
    }),
  },
  'two instances by turns, which give their names': {
    missing: ({ count }) => ({
      status: 404,
      body: { error: 'not found', node: `node-${count % 2}` },
      headers: { [count % 2 === 0 ? 'x-served-by' : 'x-node']: 'one' },
    }),
  },
};

/** Tests a check against correct services, and against those of its own cases. */
export function suite(check: Check, cases: Readonly<Record<string, Case>>): void {
  const correct = Object.entries(CORRECT).map(([name, behaviour]): [string, Case] => [
    `passes on ${name}`,
    { ...behaviour, outcome: 'pass' },
  ]);
  const undeclared: Case = {
    outcome: 'not_applicable',
    against: (service) => ({ ...service, policy: {} }),
    message: /declare/,
  };
  const own = Object.entries({ ...cases, 'does not apply without a policy': undeclared });
  test.concurrent.each<[string, Case]>([...correct, ...own])('%s', async (_, wanted) => {
    const service = await startNotes(wanted);
    try {
      const { outcome, message, severity } = await runOne(check, wanted.against?.(service) ?? service);
      expect({ outcome, message }).toEqual({
        outcome: wanted.outcome,
        message: expect.stringMatching(wanted.message ?? /./),
      });
      if (wanted.severity !== undefined) expect(severity).toBe(wanted.severity);
    } finally {
      await service.close();
    }
  });
}
