import type { ServerResponse } from 'node:http';

/** An answer, and what any engine must make of it. */
export interface OutcomeCase {
  readonly name: string;
  readonly endpoint?: object;
  readonly answer: (response: ServerResponse) => void;
  readonly outcome: string;
  readonly cause?: string;
  /** Of the body. */
  readonly bytes?: number;
}

export const JSON_BODY = '{"data":[1,2],"version":"2.0.0"}';

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end(JSON_BODY);

const STATUSES: readonly OutcomeCase[] = [
  { name: '200', answer: status(200), outcome: 'ok', bytes: JSON_BODY.length },
  { name: '204', answer: (response) => response.writeHead(204).end(), outcome: 'ok', bytes: 0 },
  { name: '302 that nobody expects', answer: status(302), outcome: 'unexpected', cause: 'status' },
  { name: '304', answer: status(304), outcome: 'unexpected', cause: 'status', bytes: 0 },
  { name: '404', answer: status(404), outcome: '4xx', cause: 'status' },
  { name: '404 that is expected', endpoint: { expect: { status: 404 } }, answer: status(404), outcome: 'ok' },
  {
    name: '200 where 404 is expected',
    endpoint: { expect: { status: 404 } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'status',
  },
  { name: '429', answer: status(429), outcome: '429', cause: 'status' },
  {
    name: '429 that is expected',
    endpoint: { expect: { status: [200, 429] } },
    answer: status(429),
    outcome: 'ok',
  },
  { name: '503', answer: status(503), outcome: '5xx', cause: 'status' },
  { name: '503 that is expected', endpoint: { expect: { status: 503 } }, answer: status(503), outcome: 'ok' },
];

const EXPECTATIONS: readonly OutcomeCase[] = [
  {
    name: 'a JSON value that fits',
    endpoint: { expect: { json: { '$.data': { minLength: 2 } } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'a JSON value that does not',
    endpoint: { expect: { json: { '$.data': { minLength: 3 } } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'json $.data',
  },
  {
    name: 'a JSON value by a filter',
    endpoint: { expect: { json: { '$.data[?@ > 1]': 2 } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'a body that is not ASCII, in chunks',
    endpoint: { expect: { json: { '$.a': 'ß€' } } },
    answer: (response) => {
      const body = Buffer.from('{"a":"ß€"}');
      response.write(body.subarray(0, 7));
      setImmediate(() => response.end(body.subarray(7)));
    },
    outcome: 'ok',
    bytes: 13,
  },
  {
    name: 'a missing header',
    endpoint: { expect: { headers: { etag: { exists: true } } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'header etag',
  },
  {
    name: 'a header that fits',
    endpoint: { expect: { headers: { ETag: 'a' } } },
    answer: (response) => response.setHeader('etag', 'a').end(),
    outcome: 'ok',
  },
  {
    name: 'a body that fits',
    endpoint: { expect: { body: { contains: 'data' } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'a body that does not',
    endpoint: { expect: { body: { matches: '^x' } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'body matches',
  },
  {
    name: 'a body that is too large to be judged',
    endpoint: { expect: { json: { $: { exists: true } } } },
    answer: (response) => response.end('x'.repeat(2_000_000)),
    outcome: 'unexpected',
    cause: 'body-too-large',
    bytes: 2_000_000,
  },
];

const CONNECTIONS: readonly OutcomeCase[] = [
  {
    name: 'an answer that closes its connection',
    answer: (response) => response.setHeader('connection', 'close').end(JSON_BODY),
    outcome: 'ok',
  },
  {
    name: 'no answer in time',
    endpoint: { timeout: '300ms' },
    answer: () => {},
    outcome: 'timeout',
    cause: 'timeout',
  },
  {
    name: 'half an answer in time',
    endpoint: { timeout: '300ms' },
    answer: (response) => response.writeHead(200, { 'content-length': 100 }).write('half'),
    outcome: 'timeout',
    cause: 'timeout',
  },
  {
    name: 'a connection closed at once',
    // Of a method that no client may send again by itself.
    endpoint: { method: 'POST' },
    answer: (response) => response.destroy(),
    outcome: 'network',
    cause: 'closed',
  },
  {
    name: 'a connection closed in the middle',
    answer: (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    },
    outcome: 'network',
    cause: 'truncated',
  },
];

export const OUTCOME_CASES: readonly OutcomeCase[] = [...STATUSES, ...EXPECTATIONS, ...CONNECTIONS];
