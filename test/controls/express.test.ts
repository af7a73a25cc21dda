import { describe, expect, test } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { overshoots } from './overshoot.ts';
import { DRAFTS, startExpress } from './servers/express.ts';

/** Tokens that fail on purpose use up what an address may fail, for all checks of tokens together. */
const SHARED = { '*': 'failed tokens lock out the address that valid ones come from too' };

describe('Express, cors, helmet, express-rate-limit and jose', { timeout: 120_000 }, () => {
  test.concurrent.each(DRAFTS)('with headers of %s: nothing is found', async (draft) => {
    const control = await startExpress(draft);
    try {
      await expectClean(control, { passes: 120 });
      expect(overshoots(control.seen)).toEqual([]);
    } finally {
      await control.close();
    }
  });

  test.concurrent('with a limit on failed authentication by address: nothing is found', async () => {
    const control = await startExpress('draft-8', { guarded: true });
    try {
      await expectClean(control, { passes: 90, open: SHARED });
    } finally {
      await control.close();
    }
  });
});
