import { expect, test } from 'vitest';
import { Policy } from '../../../src/model/policy.ts';
import { allowedOrigins, neighbourOf, onePerDomain, undeclared } from '../../../src/probe/cors/origins.ts';

const policy = (...origins: string[]) => Policy.parse({ cors: { endpoint: 'a', origins } });

test.each([
  ['https://app.shop.example', 'app.shop.example', '', 'shop.example'],
  ['https://a.b.shop.co.uk:8443', 'a.b.shop.co.uk', ':8443', 'shop.co.uk'],
  ['https://me.github.io', 'me.github.io', '', 'me.github.io'],
  ['http://localhost:3000', 'localhost', ':3000', 'localhost'],
  ['http://127.0.0.1', '127.0.0.1', '', '127.0.0.1'],
])('%s', (origin, host, port, domain) => {
  expect(allowedOrigins(policy(origin))).toMatchObject([{ origin, host, port, domain }]);
});

test('what is no origin of a host cannot be varied', () => {
  expect(allowedOrigins(policy('null', '*', 'file://'))).toEqual([]);
  expect(allowedOrigins(Policy.parse({}))).toEqual([]);
});

test('what is declared, cannot be sent, or is there already is not tried', () => {
  const candidates = ['https://a.example', 'https://b.example', 'https://b.example', 'https://x:y'].map(
    (origin) => ({ origin }),
  );
  expect(undeclared(candidates, policy('https://a.example'))).toEqual([{ origin: 'https://b.example' }]);
});

test.each([
  ['https://x.shop.example', true],
  ['https://x.y.shop.example', true],
  ['https://shop.example', false],
  ['https://xshop.example', false],
  ['http://x.shop.example', false],
  ['https://x.shop.example:8443', false],
  ['https://x.shop.example.evil.example', false],
])('%s is covered by a pattern: %s', (origin, covered) => {
  const cors = { endpoint: 'a', origins: [], subdomains: ['https://*.shop.example'] };
  expect(undeclared([{ origin }], Policy.parse({ cors }))).toEqual(covered ? [] : [{ origin }]);
});

test('one origin is kept of each domain, the first', () => {
  const allowed = allowedOrigins(policy('https://a.x.example', 'https://b.x.example', 'https://y.example'));
  expect(onePerDomain(allowed).map(({ origin }) => origin)).toEqual([
    'https://a.x.example',
    'https://y.example',
  ]);
});

test.each([
  ['https://labelapp.shop.example', 'https://label.shop.example'],
  ['https://axb.c.shop.example:8443', 'https://label.c.shop.example:8443'],
  ['https://xshop.example', undefined],
  ['https://app.shop.example.evil.example', undefined],
  ['null', undefined],
])('beside %s lies %s', (origin, neighbour) => {
  expect(neighbourOf(origin, allowedOrigins(policy('https://app.shop.example')), 'label')).toBe(neighbour);
});
