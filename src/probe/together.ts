import { setTimeout as delay } from 'node:timers/promises';
import type { ProbeClient } from '../http/client.ts';
import { LastByte } from '../http/hold.ts';
import type { RawAnswer, RawRequest } from '../http/raw.ts';
import type { SendOptions } from '../model/check.ts';
import type { ProbeRequest } from '../model/exchange.ts';

export type Batch = readonly { readonly request: ProbeRequest; readonly options: SendOptions }[];

/** Longest wait for all connections to be ready, in ms. */
const PATIENCE = 5000;

interface Together {
  readonly answers: readonly RawAnswer[];
  readonly overlap: boolean;
  /** Between the first and the last of the bytes that completed the requests, in ms. */
  readonly spread: number;
}

/**
 * Sends requests at the same moment: each on its own connection, all complete but for the last byte, which then follows
 * for all of them in one go. They overlapped when the last of these bytes left before the first answer came.
 */
export async function sendTogether(
  client: ProbeClient,
  requests: readonly RawRequest[],
  now: () => number,
): Promise<Together> {
  const holds = requests.map(() => new LastByte());
  const pending = requests.map((request, index) => client.send({ ...request, hold: holds[index]! }));
  await ready(holds);
  for (const hold of holds) hold.release(now());
  const answers = await Promise.all(pending);
  return { answers, overlap: overlapped(answers, holds), spread: spreadOf(holds) };
}

async function ready(holds: readonly LastByte[]): Promise<void> {
  const timer = new AbortController();
  const patience = delay(PATIENCE, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([Promise.all(holds.map((hold) => hold.armed)), patience]);
  timer.abort();
  // Bytes on the wire need a moment to arrive, or the first requests would be complete before the last ones exist.
  await delay(20);
}

function overlapped(answers: readonly RawAnswer[], holds: readonly LastByte[]): boolean {
  if (holds.some((hold) => hold.releasedAt === undefined)) return false;
  const lastSent = Math.max(...holds.map((hold) => hold.releasedAt as number));
  return answers.every(({ timing }) => timing.firstByte !== undefined && timing.firstByte >= lastSent);
}

function spreadOf(holds: readonly LastByte[]): number {
  const times = holds.flatMap(({ releasedAt }) => releasedAt ?? []);
  if (times.length === 0) return 0;
  return Math.round((Math.max(...times) - Math.min(...times)) * 1000) / 1000;
}
