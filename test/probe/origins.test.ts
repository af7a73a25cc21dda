import { expect, test } from 'vitest';
import { Policy } from '../../src/model/policy.ts';
import { allowedOrigins, undeclared } from '../../src/probe/origins.ts';

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
