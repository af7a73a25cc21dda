import { describe, expect, test } from 'vitest';
import { openDesk, START } from './tools.ts';

describe('anonymous identities', () => {
  test('are as many as anyone wants, without a header', async () => {
    const { identities } = await openDesk({ public: { kind: 'anonymous', class: 'public' } });
    expect(identities.size('public', 'flood')).toBe(Number.POSITIVE_INFINITY);
    expect(identities.ready('public', 'load', 99)).toEqual({
      pool: 'public',
      class: 'public',
      subject: 'anonymous',
      token: '',
      headers: [],
    });
  });
});

describe('static tokens', () => {
  const pool = { kind: 'static', tokens: ['one-token', 'two-token'], use: 'check' };

  test('are one identity each, for one use', async () => {
    const { identities, secrets } = await openDesk({ fixed: pool });
    expect([identities.size('fixed', 'check'), identities.size('fixed', 'load')]).toEqual([2, 0]);
    expect(await identities.credential('fixed', 'check', 1)).toMatchObject({
      subject: 'fixed-2',
      headers: [['authorization', 'Bearer two-token']],
    });
    expect(identities.ready('fixed', 'check', 0)!.token).toBe('one-token');
    expect(identities.ready('fixed', 'load', 0)).toBeUndefined();
    expect(secrets.get('two-token')).toBe('fixed-2');
  });

  test.each([
    ['load', 0, /has no identity for load, number 1 was asked for: it serves another use/],
    ['check', 2, /has 2 identities for check, number 3/],
    ['check', -1, /number 0/],
  ] as const)('refuse what is not there: %s %d', async (use, index, message) => {
    const { identities } = await openDesk({ fixed: pool });
    await expect(identities.credential('fixed', use, index)).rejects.toThrow(message);
  });

  test('are dealt out by turns over the uses of a list', async () => {
    const tokens = ['t-1', 't-2', 't-3', 't-4', 't-5'];
    const { identities } = await openDesk({ fixed: { ...pool, tokens, use: ['load', 'check'] } });
    const served = (use: 'load' | 'check' | 'flood') =>
      Array.from({ length: identities.size('fixed', use) + 1 }, (_, index) =>
        identities.ready('fixed', use, index),
      ).map((credential) => credential?.token);
    expect([served('load'), served('check'), served('flood')]).toEqual([
      ['t-1', 't-3', 't-5', undefined],
      ['t-2', 't-4', undefined],
      [undefined],
    ]);
    expect(await identities.credential('fixed', 'check', 1)).toMatchObject({ subject: 'fixed-4' });
    await expect(identities.credential('fixed', 'check', 2)).rejects.toThrow(/has 2 identities for check/);
  });

  test('an expired one is named by its place in the plan', async () => {
    const tokens = ['t-1', jwt({ exp: START / 1000 + 10 })];
    const { identities, clock } = await openDesk({ fixed: { ...pool, tokens, use: ['load', 'check'] } });
    clock.now += 10_000;
    await expect(identities.credential('fixed', 'check', 0)).rejects.toThrow(/tokens\[1\] expired/);
  });

  test('cannot be fresh', async () => {
    const { identities } = await openDesk({ fixed: pool });
    await expect(identities.credential('fixed', 'check', 0, { fresh: true })).rejects.toThrow(/fixed tokens/);
  });

  test('that are JWTs tell their subject, and are never sent once they expired', async () => {
    const token = jwt({ sub: 'alice', exp: START / 1000 + 10 });
    const { identities, clock } = await openDesk({ fixed: { kind: 'static', tokens: [token] } });
    expect(identities.ready('fixed', 'load', 0)!.subject).toBe('alice');
    clock.now += 10_000;
    expect(identities.ready('fixed', 'load', 0)).toBeUndefined();
    await expect(identities.credential('fixed', 'load', 0)).rejects.toThrow(
      /tokens\[0\] expired at 2026-01-31T10:15:12/,
    );
  });

  test('that expired before the run are refused at once', async () => {
    const token = jwt({ exp: START / 1000 - 1 });
    await expect(openDesk({ fixed: { kind: 'static', tokens: [token] } })).rejects.toThrow(
      /tokens\[0\] expired/,
    );
  });

  test('with a line break are refused', async () => {
    const pools = { fixed: { kind: 'static', tokens: ['a\r\nx-evil: 1'] } };
    await expect(openDesk(pools)).rejects.toThrow(/no header can carry/);
  });
});

test('a pool that is not in the plan is refused with what there is', async () => {
  const { identities } = await openDesk({ one: { kind: 'anonymous' }, two: { kind: 'anonymous' } });
  await expect(identities.credential('three', 'load', 0)).rejects.toThrow(
    /"three": is not in the plan; there is: one, two/,
  );
});

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.c2lnbmF0dXJl`;
}
