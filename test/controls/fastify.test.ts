import { describe, expect, test } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { overshoots } from './overshoot.ts';
import { LIMITERS, type Limiter, startFastify, startFastifyGlobal } from './servers/fastify.ts';

/** Whoever is rejected twice is told to wait longer, and is left alone. */
const OPEN: Partial<Record<Limiter, Readonly<Record<string, string>>>> = {
  exponentialBackoff: { 'rate-limit/*': 'the second rejection of a quota asks to wait longer' },
};
/** Their one instant may fall where another check has used up the quota that all routes share. */
const REPLAY_AT_EXPIRY = Object.fromEntries(
  ['jwt/replay-expired', 'jwt/replay-leeway'].map((id) => [id, 'all attempts may be rejected by the limit']),
);
const limiters = Object.keys(LIMITERS) as Limiter[];

describe('Fastify and its CORS, helmet, rate-limit and jwt', { timeout: 120_000 }, () => {
  test.concurrent.each(limiters)(
    'with the limiter %s: nothing is found, nobody shut out',
    async (limiter) => {
      const control = await startFastify(limiter);
      try {
        await expectClean(control, { passes: 105, open: OPEN[limiter] ?? {} });
        expect(overshoots(control.seen, [429, 403])).toEqual([]);
        expect(control.seen.filter(({ status }) => status === 403)).toEqual([]);
      } finally {
        await control.close();
      }
    },
  );

  test.concurrent('with one limit by address for all routes: nothing is found', async () => {
    const control = await startFastifyGlobal();
    try {
      await expectClean(control, { passes: 103, open: REPLAY_AT_EXPIRY });
    } finally {
      await control.close();
    }
  });
});
