import { describe, expect, test } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { overshoots } from './overshoot.ts';
import { startNest } from './servers/nest.ts';

const KNOWN = {
  'jwt/challenge': 'UnauthorizedException knows no challenge: 401 comes without WWW-Authenticate',
};

describe('Nest with its throttler, helmet and CORS', () => {
  test('nothing is found', { timeout: 120_000 }, async () => {
    const control = await startNest();
    try {
      await expectClean(control, { known: KNOWN, passes: 105 });
      expect(overshoots(control.seen)).toEqual([]);
    } finally {
      await control.close();
    }
  });
});
