import { describe, expect, test, vi } from 'vitest';
import { checks } from '../../../checks/index.ts';
import { run } from '../run.ts';
import { racing } from './limiters.ts';
import { HEADERS, QUOTA, type Service, startFastify, startLimited, WINDOW } from './service.ts';

// Nearly all of the time is spent waiting for windows to pass.
vi.setConfig({ maxConcurrency: 9 });

const ALL = checks.filter(({ id }) => id.startsWith('rate-limit/'));

const BY_ADDRESS = { scope: 'ip', identity: undefined } as const;

interface Correct {
  readonly name: string;
  readonly start: () => Promise<Service>;
  /** Checks that may stay open. */
  readonly open?: readonly string[];
}

/** Correct services; no check may ever fail on one. */
const SERVICES: readonly Correct[] = [
  {
    name: 'express, draft 6',
    start: () => startLimited({ declared: { headers: 'draft-6', algorithm: 'fixed-window' } }),
  },
  {
    name: 'express, draft 7',
    start: () => startLimited({ headers: HEADERS['draft-7'], declared: { headers: 'draft-7' } }),
  },
  {
    name: 'express, draft 8',
    start: () => startLimited({ headers: HEADERS['draft-8'], declared: { headers: 'draft-8' } }),
  },
  {
    name: 'express, legacy',
    start: () => startLimited({ headers: HEADERS.legacy, declared: { headers: 'x-ratelimit' } }),
  },
  { name: 'calendar windows', start: () => startLimited({ kind: 'calendar' }) },
  {
    name: 'sliding log',
    start: () => startLimited({ kind: 'sliding-log', declared: { algorithm: 'sliding-window' } }),
  },
  { name: 'sliding counter', start: () => startLimited({ kind: 'sliding-counter', headers: HEADERS.bare }) },
  { name: 'token bucket', start: () => startLimited({ kind: 'bucket', headers: HEADERS.bare }) },
  {
    name: 'nginx',
    start: () =>
      startLimited({
        kind: 'leaky',
        headers: HEADERS.none,
        status: 503,
        declared: { status: 503, retryAfter: false },
      }),
  },
  {
    name: 'slowapi, Retry-After as a date on every answer',
    start: () =>
      startLimited({
        headers: ({ limit, remaining, reset }) => ({
          'X-RateLimit-Limit': String(limit),
          'X-RateLimit-Remaining': String(remaining),
          'X-RateLimit-Reset': String(1 + (Date.now() + reset) / 1000),
          'Retry-After': new Date(Date.now() + reset + 1000).toUTCString(),
        }),
      }),
  },
  {
    name: 'by address',
    start: () => startLimited({ declared: BY_ADDRESS }),
    open: ['rate-limit/not-too-strict'],
  },
  {
    name: 'by address, with addresses to send from',
    start: () =>
      startLimited({
        declared: BY_ADDRESS,
        sourceAddresses: ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6', '127.0.0.7'],
      }),
  },
  {
    name: 'Kong, which counts a while after it looked, declared as approximate',
    start: () => startLimited({ racing: racing(QUOTA, WINDOW, 20), declared: { approximate: true } }),
  },
  {
    name: 'Envoy, a bucket in each process, declared as approximate',
    start: () =>
      startLimited({
        kind: 'bucket',
        headers: HEADERS.bare,
        key: (request, subject) => `${subject} ${Number(request.socket.remotePort) % 2}`,
        declared: { approximate: true },
      }),
    // Each connection may meet a process whose bucket is full.
    open: [
      'rate-limit/isolation',
      'rate-limit/fresh-token',
      'rate-limit/forwarded-spoof',
      'rate-limit/other-keys',
      'rate-limit/path-variants',
      'rate-limit/unverified-key',
    ],
  },
  { name: 'fastify', start: () => startFastify({}, { headers: 'x-ratelimit' }) },
  { name: 'fastify, draft', start: () => startFastify({ enableDraftSpec: true }, { headers: 'draft-6' }) },
  { name: 'fastify, continueExceeding', start: () => startFastify({ continueExceeding: true }) },
  {
    name: 'fastify, exponentialBackoff',
    start: () => startFastify({ exponentialBackoff: true }),
    open: ['rate-limit/path-variants'],
  },
  // The third rejection in deep runs is answered as a ban, which is no rejection and nothing worse.
  {
    name: 'fastify, ban',
    start: () => startFastify({ ban: 2 }),
    open: ['rate-limit/path-variants'],
  },
];

/** A machine under load may need longer than a window of two seconds; then nothing can be told. */
const TOO_SLOW = /could be sent in|the window ended/;

/** Where nothing failed and more is open than may be: a window ended in the midst of a race, or the machine was too slow. */
const ATTEMPTS = 3;

describe('no check fails on a correct service, though all run at once', () => {
  test.concurrent.each(SERVICES)('$name', { timeout: 180_000 }, async (correct) => {
    let wrong = await wrongOn(correct);
    for (let attempt = 2; attempt <= ATTEMPTS && isOpen(wrong); attempt++) wrong = await wrongOn(correct);
    expect(wrong).toEqual([]);
  });
});

/** A failure is final. */
function isOpen(wrong: Awaited<ReturnType<typeof wrongOn>>): boolean {
  return wrong.length > 0 && wrong.every(({ outcome }) => outcome === 'inconclusive');
}

async function wrongOn({ start, open = [] }: Correct) {
  const service = await start();
  try {
    const { findings } = await run(ALL, { ...service, profile: 'deep' });
    return findings
      .filter(
        ({ id, outcome, message }) =>
          outcome !== 'pass' &&
          outcome !== 'not_applicable' &&
          !(outcome === 'inconclusive' && (open.includes(id) || TOO_SLOW.test(message))),
      )
      .map(({ id, outcome, message }) => ({ id, outcome, message }));
  } finally {
    await service.close();
  }
}
