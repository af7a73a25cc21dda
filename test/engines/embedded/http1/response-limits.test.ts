import { describe, expect, test } from 'vitest';
import {
  BROKEN,
  DONE,
  type Limits,
  type Progress,
  ResponseParser,
} from '../../../../src/engines/embedded/http1/response-parser.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const HEAD = `${OK}Content-Length: 5\r\n\r\n`;
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const INTERIM = 'HTTP/1.1 103 x\r\n\r\n';
const TRAILERS = 'A: b\r\n\r\n';

const ROWS: readonly [string, Partial<Limits>, string, string][] = [
  ['a head of that length', { headBytes: HEAD.length }, `${HEAD}hello`, ''],
  ['a longer head', { headBytes: HEAD.length - 1 }, `${HEAD}hello`, 'head-too-large'],
  ['a head without end', { headBytes: 100 }, `${OK}A: ${'x'.repeat(1000)}`, 'head-too-large'],
  ['a status line without end', { headBytes: 100 }, `HTTP/1.1 200 ${'x'.repeat(1000)}`, 'head-too-large'],
  ['a fault before the limit', { headBytes: 100 }, `${OK}A: \0${'x'.repeat(1000)}`, 'malformed-header'],
  ['a fault after the limit', { headBytes: 30 }, `${OK}A: ${'x'.repeat(1000)}\0`, 'head-too-large'],
  ['interim heads that fit too', { headBytes: HEAD.length + INTERIM.length }, `${INTERIM}${HEAD}hello`, ''],
  ['interim heads without end', { headBytes: 1000 }, INTERIM.repeat(1000), 'head-too-large'],
  ['trailers of that length', { headBytes: 60 }, `${CHUNKED}0\r\nA: ${'x'.repeat(53)}\r\n\r\n`, ''],
  ['longer trailers', { headBytes: 60 }, `${CHUNKED}0\r\nA: ${'x'.repeat(54)}\r\n\r\n`, 'trailers-too-large'],
  [
    'trailers without end',
    { headBytes: 100 },
    `${CHUNKED}0\r\n${'A: b\r\n'.repeat(1000)}`,
    'trailers-too-large',
  ],
  ['a body of that length', { bodyBytes: 5 }, `${HEAD}hello`, ''],
  ['a longer body', { bodyBytes: 4 }, `${HEAD}hello`, 'body-too-large'],
  ['no body at all', { bodyBytes: 0 }, `${OK}Content-Length: 0\r\n\r\n`, ''],
  ['chunks of that length', { bodyBytes: 5 }, `${CHUNKED}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`, ''],
  ['longer chunks', { bodyBytes: 4 }, `${CHUNKED}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`, 'body-too-large'],
  ['an end in time', { bodyBytes: 5 }, `${OK}\r\nhello`, ''],
  ['an end too late', { bodyBytes: 4 }, `${OK}\r\nhello`, 'body-too-large'],
  ['extensions without end', {}, `${CHUNKED}1;a="${'x'.repeat(20_000)}`, 'bad-chunk'],
  ['a size without end', {}, `${CHUNKED}${'0'.repeat(20_000)}`, 'bad-chunk'],
];

describe.each(ROWS)('%s', (_, limits, text, fault) => {
  test.each([1, 7, 64_000])('in pieces of %d', (size) => {
    const parser = new ResponseParser(limits);
    let progress: Progress = parser.read(Buffer.alloc(0), 0);
    for (let at = 0; at < text.length && progress !== BROKEN; at += size) {
      const piece = Buffer.from(text.slice(at, at + size), 'latin1');
      progress = parser.read(piece, piece.length);
    }
    if (progress !== BROKEN) progress = parser.end();
    expect([progress, parser.fault]).toEqual([fault === '' ? DONE : BROKEN, fault]);
    expect(parser.bodyBytes).toBeLessThanOrEqual(limits.bodyBytes ?? 5);
  });
});

test.each([2, 300])('what lies beyond the limit is not kept, %d bytes a piece', (size) => {
  const parser = new ResponseParser({ headBytes: TRAILERS.length + HEAD.length });
  const text = `${HEAD.replace('\r\n\r\n', `\r\n${TRAILERS}`)}hello${'x'.repeat(1000)}`;
  let progress: Progress = parser.read(Buffer.alloc(0), 0);
  for (let at = 0; at < text.length; at += size) {
    const piece = Buffer.from(text.slice(at, at + size), 'latin1');
    progress = parser.read(piece, piece.length);
    if (progress === DONE && !parser.surplus) expect(parser.header('a')).toBe('b');
  }
  expect([progress, parser.bodyBytes, parser.surplus]).toEqual([DONE, 5, true]);
});
