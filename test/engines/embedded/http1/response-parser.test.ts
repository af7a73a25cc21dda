import { describe, expect, test } from 'vitest';
import {
  BROKEN,
  DONE,
  NEED_MORE,
  ResponseParser,
} from '../../../../src/engines/embedded/http1/response-parser.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const LENT = Buffer.alloc(200_000);

/** Reads a piece from a buffer that is spoiled before the next. */
function read(parser: ResponseParser, text: string) {
  LENT.fill(0);
  return parser.read(LENT, LENT.write(text, 'latin1'));
}

describe('header lines', () => {
  const HEAD = `${OK}Set-Cookie: a\r\nX_Version:\t2.0 \r\nset-cookie: b\r\nEmpty:\r\nContent-Length: 5\r\n\r\n`;
  const LINES = [
    ['Set-Cookie', 'a'],
    ['X_Version', '2.0'],
    ['set-cookie', 'b'],
    ['Empty', ''],
    ['Content-Length', '5'],
  ];

  test.each([
    ['in one read', [`${HEAD}hello`]],
    ['with a body that goes on', [`${HEAD}he`, 'l', 'lo']],
    ['with a body of its own', [HEAD, 'hello']],
    ['in pieces', [HEAD.slice(0, 9), HEAD.slice(9, 40), `${HEAD.slice(40)}hel`, 'lo']],
    ['after an interim answer', [`HTTP/1.1 103 x\r\nLink: y\r\n\r\n${HEAD}hello`]],
    ['after a piece of an interim answer', ['HTTP/1.1 103 x\r\nLi', `nk: y\r\n\r\n${HEAD}`, 'hello']],
  ])('are as they came, %s', (_, pieces) => {
    const parser = new ResponseParser();
    const progress = pieces.map((piece) => read(parser, piece));
    expect(progress).toEqual([...pieces.slice(1).map(() => NEED_MORE), DONE]);
    expect(parser.headerLines()).toEqual(LINES);
    expect(parser.header('set-cookie')).toBe('a');
    expect(parser.header('x_version')).toBe('2.0');
    expect(parser.header('empty')).toBe('');
    expect(parser.header('cookie')).toBeUndefined();
  });

  test('are none before the head is complete, nor after a reset', () => {
    const parser = new ResponseParser();
    read(parser, HEAD.slice(0, -1));
    expect([parser.status, parser.headerLines(), parser.header('empty')]).toEqual([0, [], undefined]);
    read(parser, '\nhello');
    expect(parser.headerLines()).toEqual(LINES);
    parser.reset(false);
    expect([parser.status, parser.headerLines(), parser.header('empty')]).toEqual([0, [], undefined]);
  });

  test('are those of each answer, the same as before or not', () => {
    const parser = new ResponseParser();
    const other = `${OK}X-Version: 3\r\nContent-Length: 2\r\n\r\n`;
    for (const [head, version, body, isBodyless] of [
      [HEAD, '2.0', 'hello', false],
      [HEAD, '2.0', 'hello', false],
      [HEAD, '2.0', '', true],
      [other, undefined, 'ok', false],
      [HEAD, '2.0', 'hello', false],
      [HEAD.replace('2.0', '2.1'), '2.1', 'hello', false],
    ] as const) {
      parser.reset(isBodyless);
      expect(read(parser, head + body)).toBe(DONE);
      expect([parser.status, parser.bodyBytes, parser.surplus]).toEqual([200, body.length, false]);
      expect([parser.header('x_version'), parser.keepAlive]).toEqual([version, true]);
    }
    parser.reset(false);
    expect([read(parser, HEAD), read(parser, 'he'), read(parser, 'llo!')]).toEqual([
      NEED_MORE,
      NEED_MORE,
      DONE,
    ]);
    expect([parser.headerLines(), parser.surplus]).toEqual([LINES, true]);
  });

  test('are there when the body breaks off', () => {
    const parser = new ResponseParser();
    read(parser, HEAD);
    expect(parser.end()).toBe(BROKEN);
    expect([parser.fault, parser.status, parser.headerLines()]).toEqual(['truncated', 200, LINES]);
  });

  test('may be many, and fewer the next time', () => {
    const parser = new ResponseParser();
    const names = Array.from({ length: 1000 }, (_, index) => `x-${index}`);
    read(parser, `${OK}${names.map((name) => `${name}: ${name}\r\n`).join('')}Content-Length: 0\r\n\r\n`);
    expect(parser.headerLines().map(([name]) => name)).toEqual([...names, 'Content-Length']);
    expect(parser.header('x-999')).toBe('x-999');
    parser.reset(false);
    read(parser, `${OK}Content-Length: 0\r\n\r\n`);
    expect(parser.headerLines()).toEqual([['Content-Length', '0']]);
  });
});

describe('content', () => {
  test.each([
    ['of a length', ['Content-Length: 6\r\n\r\nab', 'cd', 'ef'], ['ab', 'cd', 'ef']],
    [
      'in chunks',
      ['Transfer-Encoding: chunked\r\n\r\n4\r\nabc', 'd\r\n2', '\r\nef\r\n0\r\n\r\n'],
      ['abc', 'd', 'ef'],
    ],
    ['up to the end', ['\r\nab', 'cd', 'ef'], ['ab', 'cd', 'ef']],
  ])('%s is shown as it comes', (_, [first, ...others], expected) => {
    const parser = new ResponseParser();
    const shown: string[] = [];
    parser.onBody = (bytes, start, end) => shown.push(bytes.toString('latin1', start, end));
    read(parser, `${OK}${first}`);
    for (const other of others) read(parser, other);
    expect(parser.end()).toBe(DONE);
    expect(shown).toEqual(expected);
    expect(parser.bodyBytes).toBe(6);
  });

  test('is counted when nobody looks at it', () => {
    const parser = new ResponseParser();
    expect(read(parser, `${OK}Content-Length: 100000\r\n\r\n${'x'.repeat(60_000)}`)).toBe(NEED_MORE);
    expect(read(parser, 'x'.repeat(40_000))).toBe(DONE);
    expect(parser.bodyBytes).toBe(100_000);
  });
});

describe('the end of an answer', () => {
  const ANSWER = `${OK}Content-Length: 5\r\n\r\nhello`;

  test('needs no end of the connection, which changes nothing after it', () => {
    const parser = new ResponseParser();
    expect([read(parser, ANSWER), parser.end(), parser.keepAlive, parser.surplus]).toEqual([
      DONE,
      DONE,
      true,
      false,
    ]);
  });

  test('is followed by surplus, not by the next answer', () => {
    const parser = new ResponseParser();
    expect([read(parser, ANSWER), read(parser, ''), parser.surplus]).toEqual([DONE, DONE, false]);
    expect([read(parser, ANSWER), parser.bodyBytes, parser.surplus]).toEqual([DONE, 5, true]);
  });

  test('is waited for where only the connection has one', () => {
    const parser = new ResponseParser();
    expect([read(parser, `${OK}\r\nhello`), parser.end(), parser.end()]).toEqual([NEED_MORE, DONE, DONE]);
  });

  test('does not come after a fault', () => {
    const parser = new ResponseParser();
    const progress = [read(parser, 'HTTP/1.1 x'), read(parser, ANSWER), parser.end()];
    expect(progress).toEqual([BROKEN, BROKEN, BROKEN]);
    expect([parser.fault, parser.status, parser.bodyBytes]).toEqual(['malformed-status-line', 0, 0]);
  });

  test('makes room for the next, whatever the last one was', () => {
    const parser = new ResponseParser();
    const before = [
      'HTTP',
      `${OK}Content-Le`,
      `${OK}\r\nhello`,
      `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhe`,
      ANSWER,
    ];
    for (const text of before) {
      read(parser, text);
      parser.reset(false);
      expect([read(parser, ANSWER), parser.status, parser.bodyBytes]).toEqual([DONE, 200, 5]);
      parser.reset(true);
      expect([read(parser, ANSWER.slice(0, -5)), parser.bodyBytes, parser.surplus]).toEqual([DONE, 0, false]);
      parser.reset(false);
    }
  });
});

test.each([
  ['timeout=5', 5],
  ['timeout=5, max=100', 5],
  ['max=100 ,\tTimeout=60 ', 60],
  ['timeout=0', 0],
  ['timeout=1, timeout=2', 1],
  ['timeout', Number.NaN],
  ['timeout=', Number.NaN],
  ['timeout=5s', Number.NaN],
  ['timeout=-5', Number.NaN],
  ['xtimeout=5', Number.NaN],
  ['', Number.NaN],
])('"Keep-Alive: %s" announces %d s', (value, expected) => {
  const parser = new ResponseParser();
  read(parser, `${OK}Keep-Alive: ${value}\r\nContent-Length: 0\r\n\r\n`);
  expect(parser.keepAliveTimeout).toBe(expected);
});
