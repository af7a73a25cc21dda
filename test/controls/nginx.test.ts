import { test } from 'vitest';
import { describeWith } from '../tools.ts';
import { type Expected, expectClean } from './expect-clean.ts';
import { type Delaying, NGINX, startNginx } from './servers/nginx.ts';

/** Whoever sends one request after the other is slowed down to the rate, and never goes beyond it. */
const UNREACHED = { 'rate-limit/*': 'one client alone is delayed, and its quota not used up in a window' };

const KINDS: readonly { name: string; delaying: Delaying; expected: Expected }[] = [
  { name: 'at once', delaying: 'nodelay', expected: { passes: 40 } },
  { name: 'after it has delayed them', delaying: '', expected: { passes: 30, open: UNREACHED } },
];

describeWith(NGINX, import.meta.filename, 'nginx before Express', (program) => {
  test.concurrent.each(KINDS)(
    'rejecting what is too much $name: nothing is found',
    { timeout: 120_000 },
    async ({ delaying, expected }) => {
      const control = await startNginx(program, delaying);
      try {
        await expectClean(control, expected);
      } finally {
        await control.close();
      }
    },
  );
});
