import { describe, expect, test } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { overshoots } from './overshoot.ts';
import { DRAFTS, startExpress } from './servers/express.ts';

describe('Express, cors, helmet, express-rate-limit and jose', { timeout: 120_000 }, () => {
  test.concurrent.each(DRAFTS)('with headers of %s: nothing is found', async (draft) => {
    const control = await startExpress(draft);
    try {
      await expectClean(control, { passes: 115 });
      expect(overshoots(control.seen)).toEqual([]);
    } finally {
      await control.close();
    }
  });
});
