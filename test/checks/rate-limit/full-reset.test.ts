import { fullReset } from '../../../checks/rate-limit/full-reset.ts';
import { type Limiter, limiterOf } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(fullReset, {
  'fails when a client that exceeded gets less': {
    outcome: 'fail',
    service: { limiter: halving(), declared: { algorithm: 'fixed-window' } },
    message: /only 10 and 10 requests/,
  },
  'gives counters that slide the time that they need': {
    outcome: 'pass',
    service: { kind: 'sliding-counter', headers: HEADERS.bare },
  },
});

/** Fixed windows; who exceeded one has half of the next ones. */
function halving(): Limiter {
  const [whole, half] = [limiterOf('fixed', QUOTA, WINDOW), limiterOf('fixed', QUOTA / 2, WINDOW)];
  const exceeded = new Map<string, number>();
  return (key, now) => {
    const since = exceeded.get(key);
    if (since !== undefined && now >= since + WINDOW) return half(key, now);
    const verdict = whole(key, now);
    if (!verdict.admitted) exceeded.set(key, since ?? now + verdict.wait - WINDOW);
    return verdict;
  };
}
