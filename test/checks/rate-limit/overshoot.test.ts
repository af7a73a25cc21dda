import type { RateLimitPluginOptions } from '@fastify/rate-limit';
import { describe, expect, test, vi } from 'vitest';
import { checks } from '../../../checks/index.ts';
import { run } from '../run.ts';
import { type Limiter, limiterOf } from './limiters.ts';
import { HEADERS, type Options, QUOTA, type Service, startFastify, startLimited, WINDOW } from './service.ts';

// Nearly all of the time is spent waiting for windows to pass.
vi.setConfig({ maxConcurrency: 20 });

const ALL = checks.filter(({ id }) => id.startsWith('rate-limit/'));
const MOST = 3;
const BY_ADDRESS = { scope: 'ip', identity: undefined } as const;
const ADDRESSES = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];

/** Counts what a limiter rejects of each key without a pause, and whom it shuts out. */
class Tally {
  readonly banned: string[] = [];
  worst = 0;
  readonly #rejected = new Map<string, number>();

  admit(key: string): void {
    this.#rejected.delete(key);
  }

  reject(key: string): number {
    const count = (this.#rejected.get(key) ?? 0) + 1;
    this.#rejected.set(key, count);
    this.worst = Math.max(this.worst, count);
    return count;
  }
}

type Start = (tally: Tally) => Promise<Service>;

describe.each(['standard', 'deep'] as const)('nobody is shut out, %s', (profile) => {
  const cases: Readonly<Record<string, Start>> = {
    'fastify, ban': fastify({ ban: MOST }),
    ...(profile === 'standard' && { 'fastify, ban at the third': fastify({ ban: MOST - 1 }) }),
    'fastify, exponentialBackoff': fastify({ exponentialBackoff: true }),
    'fastify, continueExceeding and ban': fastify({ continueExceeding: true, ban: MOST }),
    'fastify, ban by one address': fastify({ ban: MOST }, { declared: BY_ADDRESS }),
    'fastify, ban by addresses': fastify({ ban: MOST }, { declared: BY_ADDRESS, sourceAddresses: ADDRESSES }),
    'fastify, exponentialBackoff by one address': fastify(
      { exponentialBackoff: true },
      { declared: BY_ADDRESS },
    ),
    'a penalty that doubles': limited(escalating),
    'a penalty that doubles, by one address': limited(escalating, { declared: BY_ADDRESS }),
    'a penalty that doubles unannounced': limited(escalating, {
      headers: HEADERS.none,
      declared: { retryAfter: false },
    }),
    'a limit by subject and a longer one by address': limited(fixed, {
      also: 2 * WINDOW,
      key: (request, subject) => `${subject} from ${request.socket.remoteAddress}`,
      sourceAddresses: ADDRESSES,
    }),
  };
  test.concurrent.each(Object.entries(cases))('%s', { timeout: 120_000 }, async (_, start) => {
    const tally = new Tally();
    const findings = await findingsOf(start, tally, profile);
    expect({ banned: tally.banned, failed: findings.filter(({ outcome }) => outcome === 'fail') }).toEqual({
      banned: [],
      failed: [],
    });
    expect(tally.worst).toBeGreaterThan(0);
    expect(tally.worst).toBeLessThanOrEqual(MOST);
  });
});

describe('nobody is shut out of a service with a defect', () => {
  const cases: Readonly<Record<string, Start>> = {
    'headers are believed': limited(fixed, {
      key: (request, subject) => String(request.headers['x-forwarded-for'] ?? subject),
    }),
    'headers are believed, and penalties double': limited(escalating, {
      key: (request, subject) => String(request.headers['x-forwarded-for'] ?? subject),
    }),
    'all share a bucket': limited(fixed, { key: () => 'everyone' }),
    'all share a bucket, and penalties double': limited(escalating, { key: () => 'everyone' }),
    'a smaller quota': limited(fixed, { declared: { quota: 2 * QUOTA } }),
    'a smaller quota by address': limited(fixed, { declared: { ...BY_ADDRESS, quota: 2 * QUOTA } }),
    'a bucket that holds little': limited(() => limiterOf('leaky', QUOTA, WINDOW)),
    'Retry-After is too early': limited(fixed, { headers: () => ({ 'Retry-After': '0' }) }),
  };
  test.concurrent.each(Object.entries(cases))('%s', { timeout: 120_000 }, async (_, start) => {
    const tally = new Tally();
    await findingsOf(start, tally, 'deep');
    expect(tally.banned).toEqual([]);
    expect(tally.worst).toBeLessThanOrEqual(MOST);
  });
});

async function findingsOf(start: Start, tally: Tally, profile: 'standard' | 'deep', checks = ALL) {
  const service = await start(tally);
  try {
    return (await run(checks, { ...service, profile })).findings;
  } finally {
    await service.close();
  }
}

function fastify(
  options: RateLimitPluginOptions,
  { declared, sourceAddresses = [] }: Pick<Options, 'declared' | 'sourceAddresses'> = {},
): Start {
  return async (tally) => {
    const service = await startFastify(
      {
        ...options,
        onExceeding: (_, key) => tally.admit(key),
        onExceeded: (_, key) => void tally.reject(key),
        onBanReach: (_, key) => void tally.banned.push(key),
      },
      declared,
    );
    return { ...service, sourceAddresses };
  };
}

type Make = (tally: Tally) => Limiter;

/** `also` declares a limit by address too, which the service has besides the other one. */
function limited(make: Make, { also, ...options }: Options & { also?: number } = {}): Start {
  return async (tally) => {
    const inner = make(tally);
    const byAddress = also === undefined ? undefined : limiterOf('fixed', 2 * QUOTA, also);
    const limiter: Limiter = (key, now) => {
      const [subject, address = ''] = key.split(' from ');
      const outer = byAddress?.(address, now);
      const rejectedByAddress = outer?.admitted === false;
      const verdict = outer && (rejectedByAddress || subject === '') ? outer : inner(key, now);
      const counted = rejectedByAddress ? address : key;
      if (!rejectedByAddress) tally.admit(address);
      if (verdict.admitted) tally.admit(key);
      else if (tally.reject(counted) > MOST) tally.banned.push(counted);
      return verdict;
    };
    const service = await startLimited({ headers: HEADERS.bare, ...options, limiter });
    if (also === undefined) return service;
    const address = { ...service.policy.limits![0]!, ...BY_ADDRESS, name: 'address', quota: 2 * QUOTA };
    const limits = [...service.policy.limits!, { ...address, window: `${also}ms` }];
    return { ...service, policy: { ...service.policy, limits } };
  };
}

const fixed: Make = () => limiterOf('fixed', QUOTA, WINDOW);

/** A fixed window; each rejection shuts out for twice as long as the one before. */
const escalating: Make = () => {
  const inner = limiterOf('fixed', QUOTA, WINDOW);
  const penalties = new Map<string, { until: number; rejected: number }>();
  return (key, now) => {
    const known = penalties.get(key);
    const verdict = inner(key, now);
    const shut = known !== undefined && now < known.until;
    if (verdict.admitted && !shut) {
      penalties.delete(key);
      return verdict;
    }
    const rejected = (known?.rejected ?? 0) + 1;
    const wait = WINDOW * 2 ** (rejected - 1);
    penalties.set(key, { until: now + wait, rejected });
    return { ...verdict, admitted: false, remaining: 0, reset: wait, wait };
  };
};
