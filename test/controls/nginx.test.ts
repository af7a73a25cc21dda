import { test } from 'vitest';
import { describeWith } from '../tools.ts';
import { type Expected, expectClean } from './expect-clean.ts';
import { type Delaying, NGINX, startNginx } from './servers/nginx.ts';

/** A page of its own that nginx answers rejections with. */
const KNOWN = {
  'rate-limit/rejection-hygiene':
    'the rejection is a page of nginx itself, without CORS grant and security headers',
};
/** A bucket that fills up every tenth of a second, and rejects without a word of when to come back. */
const FILLING = {
  'rate-limit/*': 'the bucket fills up while it is asked, the more the slower this machine is',
  'cors/special-characters':
    'more is asked at once than the bucket of a token holds, and 503 without Retry-After is a fault',
};
/** Whoever sends one request after the other is slowed down to the rate, and never goes beyond it. */
const UNREACHED = { 'rate-limit/*': 'one client alone is delayed, and its quota not used up in a window' };

const KINDS: readonly { name: string; delaying: Delaying; expected: Expected }[] = [
  { name: 'at once', delaying: 'nodelay', expected: { passes: 115, known: KNOWN, open: FILLING } },
  { name: 'after it has delayed them', delaying: '', expected: { passes: 90, open: UNREACHED } },
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
