import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { type Against, runOne } from '../run.ts';

type Promise_ = NonNullable<Against['policy']['streams']>[number];

export interface Case {
  readonly outcome: CheckOutcome;
  readonly message?: RegExp;
  /** The stream; the correct one when left out. */
  readonly stream?: (request: IncomingMessage, response: ServerResponse, count: number) => unknown;
  /** What is promised beyond the terminal event; nothing when left out. */
  readonly promise?: Omit<Promise_, 'endpoint'>;
  /** Changes what is declared of the endpoint; `stream: undefined` for one without an end. */
  readonly endpoint?: Against['endpoints'][string];
  readonly cache?: Against['policy']['cache'];
}

const POOLS: NonNullable<Against['pools']> = {
  users: { kind: 'static', tokens: ['alice-token-0001'], use: 'check' },
};
export const ITEMS = Array.from({ length: 6 }, (_, index) => ({ id: index + 1, text: `item ${index + 1}` }));

/** Writes parts, one after the other, so many ms apart. */
export async function write(response: ServerResponse, parts: readonly string[], pause = 0): Promise<void> {
  for (const [index, part] of parts.entries()) {
    if (index > 0 && pause > 0) await sleep(pause);
    response.write(part);
  }
}

export const head = (response: ServerResponse, headers: Record<string, string> = {}): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers });

export const event = (name: string, data: unknown, id?: number | string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

export const itemsAfter = (from: number): string[] =>
  ITEMS.filter(({ id }) => id > from).map((item) => event('item', item, item.id));

/** What a good server does: refuses by a status, resumes, and ends with `done`. */
export async function correct(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers.authorization !== 'Bearer alice-token-0001') {
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('{"error":"unauthorised"}');
    return;
  }
  if (request.url?.includes('bad')) {
    response.writeHead(400).end('{"error":"bad"}');
    return;
  }
  const from = Number(request.headers['last-event-id'] ?? 0);
  head(response, { 'access-control-allow-origin': 'https://app.example', vary: 'Origin' });
  await write(response, ['retry: 1500\n: hello\n\n', ...itemsAfter(from)], 20);
  response.end(event('done', {}));
}

/** Runs one check against a stream that a server really sends. */
export function streamSuite(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.concurrent.each(Object.entries(cases))('%s', async (_, wanted) => {
    let count = 0;
    const server = await serve((request, response) => {
      if (request.url === '/items') return void response.end(JSON.stringify({ data: ITEMS }));
      count += 1;
      void (wanted.stream ?? correct)(request, response, count);
    });
    try {
      const { outcome, message } = await runOne(check, against(server.url, wanted));
      expect({ outcome, message }).toEqual({
        outcome: wanted.outcome,
        message: expect.stringMatching(wanted.message ?? /./),
      });
    } finally {
      await server.close();
    }
  });
}

/** A plan for the server of a case. */
export function against(url: string, wanted: Pick<Case, 'promise' | 'endpoint' | 'cache'>): Against {
  const endpoint: Against['endpoints'][string] = {
    path: '/stream',
    identity: 'users',
    stream: { terminal: { event: 'done' } },
    timeout: '2s',
    ...wanted.endpoint,
  };
  return {
    url,
    pools: POOLS,
    endpoints: { stream: endpoint, items: { path: '/items' } },
    policy: {
      ...(wanted.promise && { streams: [{ endpoint: 'stream', ...wanted.promise }] }),
      ...(wanted.cache && { cache: wanted.cache }),
    },
  };
}

export async function serve(listener: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
