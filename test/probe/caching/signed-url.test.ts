import { expect, test } from 'vitest';
import {
  corrupted,
  later,
  momentOf,
  otherPath,
  takenApart,
  withPair,
  written,
} from '../../../src/probe/caching/signed-url.ts';

const BASE = 'https://shop.example/api';

test.each([
  ['/api/files/1?expires=5&signature=abc', '/files/1?expires=5&signature=abc', 'signature', 'expires'],
  ['https://shop.example/api/f?Sig=a%2Bb&exp=1&x', '/f?Sig=a%2Bb&exp=1&x=', 'Sig', 'exp'],
  [
    '/api/f?X-Amz-Signature=ab&X-Amz-Expires=60',
    '/f?X-Amz-Signature=ab&X-Amz-Expires=60',
    'X-Amz-Signature',
    undefined,
  ],
  ['/api/f', '/f', undefined, undefined],
])('%s is taken apart', (text, path, signature, expires) => {
  const url = takenApart(text, BASE, {});
  expect(url && { path: written(url), signature: url.signature, expires: url.expires }).toEqual({
    path,
    signature,
    expires,
  });
});

test.each(['https://other.example/api/f?sig=a', 'http://shop.example/api/f', '/elsewhere/f', 'http://['])(
  '%s is not of the target',
  (text) => expect(takenApart(text, BASE, {})).toBeUndefined(),
);

test('declared names of parameters go before usual ones', () => {
  const url = takenApart('/api/f?signature=a&proof=b&until=1', BASE, { signature: 'proof' });
  expect(url?.signature).toBe('proof');
});

test.each(['deadbeef', 'DEADBEEF', 'a%2Bb%3D', '9', '--'])('%s is really corrupted', (value) => {
  // Whoever compares without regard to case must not take it for the same.
  expect(corrupted(value).toLowerCase()).not.toBe(value.toLowerCase());
});

test.each([8, 16, 20, 32, 48, 64])('a signature of %i bytes stands for other bytes', (length) => {
  const value = Buffer.alloc(length, 7);
  for (const encoding of ['base64url', 'base64', 'hex'] as const)
    expect(Buffer.from(corrupted(value.toString(encoding)), encoding)).not.toEqual(value);
});

test.each([
  ['1800000000', '1800003600', 1_800_000_000],
  ['1800000000000', '1800003600000', 1_800_000_000],
  ['60', '3660', undefined],
  ['2027-01-15T08%3A00%3A00Z', '2027-01-15T09%3A00%3A00.000Z', 1_800_000_000],
  ['soon', undefined, undefined],
  ['2027-13-99T00:00:00Z', undefined, undefined],
])('%s is a moment', (value, put, moment) => {
  expect({ put: later(value, 3600), moment: momentOf(value) }).toEqual({ put, moment });
});

test.each([
  ['/files/acme-0002', '/files/acme-0003'],
  ['/files/9.txt', '/files/0.txt'],
  ['/files/report', undefined],
])('%s has another beside it', (path, other) => expect(otherPath(path)).toBe(other));

test('one parameter is changed or left out, the others stay as they are', () => {
  const url = takenApart('/api/f?b=1&signature=x&a=%zz', BASE, {})!;
  expect(written(withPair(url, 'signature', 'y'))).toBe('/f?b=1&signature=y&a=%zz');
  expect(written(withPair(url, 'signature', undefined))).toBe('/f?b=1&a=%zz');
});
