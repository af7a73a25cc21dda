import { describe, expect, it } from 'vitest';
import type { Wanted } from '../../../../src/engines/embedded/call.ts';
import { type Http2Message, writerFor } from '../../../../src/engines/embedded/http2/message.ts';

const writer = writerFor('https://shop.example:8443/base');
const wanted = { method: 'GET', path: '/', headers: [] };

function written(changes: Partial<Wanted>): Http2Message {
  return writer.write({ ...wanted, ...changes });
}

function pairs(changes: Partial<Wanted>): string[] {
  const { headers } = written(changes);
  return headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}=${headers[at + 1]}`] : []));
}

const START = [':method=GET', ':path=/', ':scheme=https', ':authority=shop.example:8443'];

describe('a request', () => {
  it.each<[string, Partial<Wanted>, string[]]>([
    ['has the authority of the target', {}, START],
    [
      'has the authority that a host header claims',
      { headers: ['host', 'other.example', 'x-a', '1'] },
      [...START.slice(0, 3), ':authority=other.example', 'x-a=1'],
    ],
    [
      'has no header of an HTTP/1.1 connection',
      { headers: ['connection', 'close, x-a', 'keep-alive', '5', 'proxy-connection', 'close', 'x-a', '1'] },
      [...START, 'x-a=1'],
    ],
    ['has names in lower case', { headers: ['X-Trace', 'A'] }, [...START, 'x-trace=A']],
    ['has values without space around them', { headers: ['x-a', ' 1\t'] }, [...START, 'x-a=1']],
    [
      'keeps headers that are there twice',
      { headers: ['x-a', '1', 'x-a', '2'] },
      [...START, 'x-a=1', 'x-a=2'],
    ],
    ['states the length of its body in bytes', { body: 'ü' }, [...START, 'content-length=2']],
    ['states that a body is empty', { body: '' }, [...START, 'content-length=0']],
  ])('%s', (_, changes, expected) => {
    expect(pairs(changes)).toEqual(expected);
  });

  it.each(['POST', 'PUT', 'PATCH'])('states that %s has no body', (method) => {
    expect(pairs({ method })).toContain('content-length=0');
    expect(written({ method }).body).toBeUndefined();
  });

  it.each<[string, Partial<Wanted>]>([
    ['a method with a space', { method: 'GE T' }],
    ['CONNECT', { method: 'CONNECT' }],
    ['an empty path', { path: '' }],
    ['a path that does not begin with a slash', { path: 'a' }],
    ['a path with a space', { path: '/a b' }],
    ['a path with a line end', { path: '/a\r\nb' }],
    ['a path beyond ASCII', { path: '/ü' }],
    ['an empty header name', { headers: ['', '1'] }],
    ['a pseudo-header', { headers: [':status', '200'] }],
    ['a header name with a colon', { headers: ['a:b', '1'] }],
    ['a value with a line end', { headers: ['x-a', '1\r\nx-b: 2'] }],
    ['a value with a zero', { headers: ['x-a', '1\0'] }],
    ['a value beyond Latin-1', { headers: ['x-a', '→'] }],
    ...['content-length', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect'].map(
      (name): [string, Partial<Wanted>] => [`the framing header ${name}`, { headers: [name, '1'] }],
    ),
  ])('with %s is refused', (_, changes) => {
    expect(() => written(changes)).toThrow(TypeError);
  });
});
