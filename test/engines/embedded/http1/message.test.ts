import { describe, expect, it } from 'vitest';
import { writerFor } from '../../../../src/engines/embedded/http1/message.ts';

const text = (writer: ReturnType<typeof writerFor>, wanted: object) =>
  writer.write({ method: 'GET', path: '/', headers: [], ...wanted }).bytes.toString('latin1');

describe('a request', () => {
  it.each([
    ['plain', {}, 'GET / HTTP/1.1\r\nhost: a.test\r\n\r\n'],
    ['with headers', { headers: ['x-a', '1'] }, 'GET / HTTP/1.1\r\nhost: a.test\r\nx-a: 1\r\n\r\n'],
    ['with a host of its own', { headers: ['host', 'b'] }, 'GET / HTTP/1.1\r\nhost: b\r\n\r\n'],
    [
      'with a body, in bytes',
      { method: 'POST', body: 'é' },
      'POST / HTTP/1.1\r\nhost: a.test\r\ncontent-length: 2\r\n\r\n\xc3\xa9',
    ],
    [
      'POST without a body',
      { method: 'POST' },
      'POST / HTTP/1.1\r\nhost: a.test\r\ncontent-length: 0\r\n\r\n',
    ],
  ])('%s', (_, wanted, expected) => {
    expect(text(writerFor('a.test'), wanted)).toBe(expected);
  });

  it('to a proxy names the whole address, and says who asks', () => {
    const writer = writerFor('a.test', {
      prefix: 'http://a.test',
      fixed: ['proxy-authorization', 'Basic eA=='],
    });
    expect(text(writer, { path: '/x' })).toBe(
      'GET http://a.test/x HTTP/1.1\r\nhost: a.test\r\nproxy-authorization: Basic eA==\r\n\r\n',
    );
  });

  it.each([
    ['a method with a space', { method: 'GET /' }],
    ['a path with a space', { path: '/a b' }],
    ['a path that is not ASCII', { path: '/é' }],
    ['a header name with a colon', { headers: ['a:', 'b'] }],
    ['a header value with a line break', { headers: ['a', 'b\r\nc: d'] }],
    ['a header value beyond Latin-1', { headers: ['a', '\u2713'] }],
    ['framing of its own', { headers: ['transfer-encoding', 'chunked'] }],
  ])('%s is refused', (_, wanted) => {
    expect(() => text(writerFor('a.test'), wanted)).toThrow(TypeError);
  });
});
