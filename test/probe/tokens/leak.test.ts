import { expect, test } from 'vitest';
import type { Exchange } from '../../../src/model/exchange.ts';
import { leakOf } from '../../../src/probe/tokens/leak.ts';

const ISSUER = 'https://auth.example';

function answered(body: string, facts: Exchange['facts'] = {}, role = 'probe x'): Exchange {
  return { role, facts, response: { status: 401, headers: [], body } } as unknown as Exchange;
}

const leak = (body: string, facts: Exchange['facts'] = {}, garbage = '') =>
  leakOf(
    answered(body, facts),
    [answered('', { secret: '«users-key»' }, 'valid'), answered(garbage, {}, 'garbage')],
    {
      issuer: ISSUER,
    },
  );

test.each<[string, string | undefined]>([
  ['{"error":"unauthorized"}', undefined],
  ['{"error":"JWTExpired: \\"exp\\" claim timestamp check failed"}', undefined],
  ['<pre>Error: no\n    at verify (/app/node_modules/jose/dist/jwt.js:12:9)</pre>', 'a stack'],
  ['{"stack":"Error: no\\n    at verify (file:///app/a.js:12:9)"}', 'a stack'],
  ['<pre>Error: no<br> &nbsp; &nbsp;at verify (/app/a.js:1:2)<br></pre>', 'a stack'],
  ['    at noon, 12:30:00', undefined],
  ['Traceback (most recent call last):\n  File "a.py"', 'a stack'],
  ['java.lang.Error\n\tat com.example.Auth.check(Auth.java:12)', 'a stack'],
  ['expected -----BEGIN PUBLIC KEY-----', 'a key'],
  ['{"keys":[{"kty":"RSA"}]}', 'a key'],
  ['wrong secret: «users-key»', 'the secret'],
  ['Meet us at 12:30:00 in room 5', undefined],
])('%s', (body, found) => {
  expect(leak(body)).toBe(found);
});

test('what was expected of the issuer is a leak where only a wrong issuer brings it about', () => {
  const told = `jwt issuer invalid. expected: ${ISSUER}`;
  const facts = { section: 'jwt/issuer' };
  expect(leak(told, facts)).toBe('the expected values');
  expect(leak(told)).toBeUndefined();
  expect(leak(told, facts, `log in at ${ISSUER}/login`)).toBeUndefined();
});
