import { setTimeout as sleep } from 'node:timers/promises';
import { UnsecuredJWT } from 'jose';
import { forwardedSpoof } from '../../../checks/rate-limit/forwarded-spoof.ts';
import type { Against } from '../run.ts';
import { type Limiter, limiterOf } from './limiters.ts';
import { HEADERS, type Options, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

const BELIEVED = [
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-originating-ip',
  'x-remote-ip',
  'x-remote-addr',
  'fastly-client-ip',
] as const;

/** Where it is promised, nothing is asked more often on a slow machine: these services count all that they are asked. */
const FIXED = { algorithm: 'fixed-window' } as const;

suite(forwardedSpoof, {
  ...Object.fromEntries(
    BELIEVED.map((name) => [
      `fails when ${name} is believed`,
      {
        outcome: 'fail' as const,
        service: { key: (request, subject) => String(request.headers[name] ?? subject) },
        message: /claim another address,/,
      },
    ]),
  ),
  'fails when only an address of IPv6 is believed': {
    outcome: 'fail',
    service: {
      key: (request, subject) =>
        /, (2001:db8:.+)/.exec(String(request.headers['x-forwarded-for']))?.[1] ?? subject,
    },
    message: /claim another address,/,
  },
  'fails when a limit by address believes CF-Connecting-IP': {
    outcome: 'fail',
    service: {
      key: (request) => String(request.headers['cf-connecting-ip'] ?? request.socket.remoteAddress),
      declared: { scope: 'ip', identity: undefined },
    },
  },
  'passes with one identity alone': { outcome: 'pass', against: withOneToken },
  'fails with one identity alone': {
    outcome: 'fail',
    service: { key: (request, subject) => String(request.headers['x-forwarded-for'] ?? subject) },
    against: withOneToken,
  },
  'is not misled by a bucket that always admits the next request but one': {
    outcome: 'pass',
    service: {
      declared: FIXED,
      headers: HEADERS.none,
      change: (verdict, calls) => ({ ...verdict, admitted: calls <= QUOTA || calls % 2 === 0 }),
    },
  },
  'is not misled by a bucket that admits all but every third request': {
    outcome: 'inconclusive',
    service: {
      declared: FIXED,
      headers: HEADERS.none,
      change: (verdict, calls) => ({ ...verdict, admitted: calls <= QUOTA || calls % 3 !== 0 }),
    },
  },
  'leaves it open when such headers are refused': {
    outcome: 'inconclusive',
    service: { refuses: (request) => request.headers['x-real-ip'] !== undefined },
    message: /status 400/,
  },
  'leaves it open when one of its forms was served and never rejected': {
    outcome: 'inconclusive',
    service: {
      limiter: forgetful(),
      key: ({ headers }, subject) =>
        String(headers['x-forwarded-for']).startsWith('2001:db8:') ? 'nobody' : subject,
    },
    against: (against) => ({ ...against, profile: 'deep' }),
    message: /served with .* IPv6, but the window ended/,
  },
  'is not misled by a bucket that fills up whenever it is not asked': {
    outcome: 'inconclusive',
    service: haltingly(),
  },
  'needs one rejection alone, where each asks to wait longer': {
    outcome: 'pass',
    service: { headers: growing() },
  },
});

/** Nobody can mint more. */
function withOneToken(against: Against): Against {
  const token = new UnsecuredJWT({ sub: 'one' }).encode();
  return { ...against, pools: { agents: { kind: 'static', tokens: [token], use: 'check' } } };
}

/** A limiter that doubles the wait with every rejection. */
function growing() {
  let wait = 1;
  return ({ admitted }: { admitted: boolean }): Readonly<Record<string, string>> => {
    if (admitted) return {};
    wait *= 2;
    return { 'Retry-After': String(wait) };
  };
}

/** Has always room for nobody, and for whoever comes next: as if the window had ended in between. */
function forgetful(): Limiter {
  const fixed = limiterOf('fixed', QUOTA, WINDOW);
  let ended = false;
  return (key, now) => {
    const verdict = fixed(key, now);
    const isNobody = key.startsWith('nobody ');
    const admitted = verdict.admitted || isNobody || ended;
    ended = isNobody;
    return { ...verdict, admitted };
  };
}

/** A right bucket; each request that claims an address is held up after others, for as long as it needs to be served. */
function haltingly(): Options {
  const bucket = limiterOf('bucket', QUOTA, WINDOW);
  const interval = WINDOW / QUOTA;
  let others = 0;
  let pause = 0;
  return {
    headers: HEADERS.none,
    key: ({ headers }, subject) => {
      const claims = headers['x-forwarded-for'] !== undefined;
      pause = !claims || others === 0 ? 0 : others === 1 ? 6.05 * interval : 1.05 * interval;
      others = claims ? 0 : others + 1;
      return subject;
    },
    racing: async (key) => {
      await sleep(pause);
      return bucket(key, Date.now());
    },
  };
}
