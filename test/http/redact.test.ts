import { describe, expect, test } from 'vitest';
import { Redactor } from '../../src/http/redact.ts';
import type { Exchange } from '../../src/model/exchange.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

describe('registered secrets', () => {
  test('have stable placeholders, one name each', () => {
    const redactor = new Redactor();
    expect(redactor.add('first-secret', 'key')).toBe('«key»');
    expect(redactor.add('second-secret', 'key')).toBe('«key 2»');
    expect(redactor.add('first-secret', 'other')).toBe('«key»');
  });

  test.each([
    ['plain', 'x p@ss/word+1 y', 'x «key» y'],
    ['in a URL', '/?q=p%40ss%2Fword%2B1&r=1', '/?q=«key»&r=1'],
    ['twice', 'p@ss/word+1p@ss/word+1', '«key»«key»'],
    ['not there', 'p@ss/word', 'p@ss/word'],
  ])('%s', (_, text, wanted) => {
    const redactor = new Redactor();
    redactor.add('p@ss/word+1', 'key');
    expect(redactor.text(text)).toBe(wanted);
  });

  test('in JSON, with its escapes', () => {
    const redactor = new Redactor();
    redactor.add('-----BEGIN KEY-----\nabc"def\n', 'key');
    expect(redactor.text(JSON.stringify({ key: '-----BEGIN KEY-----\nabc"def\n' }))).toBe('{"key":"«key»"}');
  });

  test('the longest wins where one begins or ends another', () => {
    const redactor = new Redactor();
    redactor.add('abcdefgh', 'short');
    redactor.add('abcdefghijkl', 'long');
    redactor.add('ijklmnop', 'end');
    expect(redactor.text('abcdefghijkl abcdefgh abcdefghijklmnop')).toBe('«long» «short» «long»«end»');
  });

  test('what is too short to be found by anything but accident is left alone', () => {
    const redactor = new Redactor();
    expect(redactor.add('a', 'key')).toBe('a');
    expect(redactor.text('banana')).toBe('banana');
  });

  test('ten thousand secrets in a megabyte are found in one pass', () => {
    const redactor = new Redactor();
    const secrets = Array.from(
      { length: 10_000 },
      (_, index) => `eyJhbGciOiJIUzI1NiJ9-secret-number-${index}-end`,
    );
    for (const secret of secrets) redactor.add(secret, 'token');
    const text = `${'lorem ipsum '.repeat(80_000)}${secrets[4321]}`;
    expect(redactor.text(text)).toContain('«token 4322»');
  });
});

describe('what looks like a secret', () => {
  test.each([
    ['a JWT', `token ${JWT}.`, /^token «jwt [0-9a-f]{8}»$/],
    ['an unsigned JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', /^«jwt [0-9a-f]{8}»$/],
    [
      'a signed URL',
      '/f?expires=1&signature=abc123&x=2',
      /^\/f\?expires=1&signature=«query [0-9a-f]{8}»&x=2$/,
    ],
    ['an AWS URL', '/f?X-Amz-Signature=abc', /^\/f\?X-Amz-Signature=«query [0-9a-f]{8}»$/],
    ['a JSON member', '{"access_token": "abc"}', /^\{"access_token": "«value [0-9a-f]{8}»"\}$/],
    ['an empty one', '/f?token=&x=1', /^\/f\?token=&x=1$/],
  ])('%s', (_, text, wanted) => {
    expect(new Redactor().text(text)).toMatch(wanted);
  });

  test('the same secret has the same placeholder, so that exchanges can be compared', () => {
    const redactor = new Redactor();
    expect(redactor.text(JWT)).toBe(redactor.text(JWT));
    expect(redactor.text(redactor.text(`?token=${JWT}`))).toBe(redactor.text(`?token=${JWT}`));
  });
});

test.each([
  ['Authorization', 'Bearer abc', /^Bearer «credential [0-9a-f]{8}»$/],
  ['authorization', 'abc', /^«credential [0-9a-f]{8}»$/],
  ['authorization', 'Bearer known-secret', /^Bearer «key»$/],
  ['Proxy-Authorization', 'Basic Zm9v', /^Basic «credential [0-9a-f]{8}»$/],
  ['cookie', 'a=1; b=known-secret', /^a=«cookie [0-9a-f]{8}»; b=«key»$/],
  ['set-cookie', 'sid=abc; Path=/; HttpOnly', /^sid=«cookie [0-9a-f]{8}»; Path=\/; HttpOnly$/],
  ['origin', 'https://a.example', /^https:\/\/a\.example$/],
])('the header %s: %s', (name, value, wanted) => {
  const redactor = new Redactor();
  redactor.add('known-secret', 'key');
  expect(redactor.headers([[name, value]])[0]![1]).toMatch(wanted);
});

test('an exchange loses every secret, before its body is cut', () => {
  const redactor = new Redactor();
  redactor.add('known-secret', 'key');
  const exchange: Exchange = {
    id: 'a#1',
    check: 'a',
    role: 'probe',
    arm: 'canary',
    at: 0,
    request: {
      method: 'POST',
      url: 'http://a/?q=known-secret',
      headers: [['x', 'known-secret']],
      body: 'known-secret',
    },
    response: {
      status: 200,
      headers: [['y', 'known-secret']],
      body: 'known-secret tail',
      bodyBytes: 17,
      truncated: false,
    },
    error: { code: 'X', message: 'known-secret' },
    timing: { sent: 0, ended: 1 },
    facts: { note: 'known-secret', count: 1 },
  };
  const stored = redactor.exchange(exchange, 8);
  expect(JSON.stringify(stored)).not.toMatch(/known|secret/);
  expect(stored.response).toMatchObject({ body: '«key» ta', truncated: true, bodyBytes: 17 });
  expect(stored.facts).toEqual({ note: '«key»', count: 1 });
});

test('half a secret at the end of a body that was cut off on the way is not stored', () => {
  const redactor = new Redactor();
  redactor.add('known-secret-value', 'key');
  const response = {
    status: 200,
    headers: [],
    body: 'a known-secret-value b known-sec',
    bodyBytes: 99,
    truncated: true,
  };
  const request = { method: 'GET', url: 'http://a/', headers: [] };
  const exchange = {
    id: 'a#1',
    check: 'a',
    role: 'x',
    arm: 'canary',
    at: 0,
    request,
    response,
    timing: { sent: 0, ended: 1 },
  } as const;
  expect(redactor.exchange(exchange).response!.body).toBe('a «key» b ');
});
