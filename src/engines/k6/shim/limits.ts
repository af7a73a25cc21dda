import { Escalation } from '../../pacing/escalation.ts';
import type { Sent } from './send.ts';
import { payload, type Scene, Stopped } from './world.ts';

const ESCALATED =
  'each rejection asked to wait longer than the one before: it was ended, and the limit left alone';
const USED_UP = "the plan's maximum of requests was reached";

let requests = 0;
const escalations = new Map<string, Escalation>();
const stopped = new Map<string, string>();

/** Takes one of the requests that this virtual user may send; throws when none is left. */
export function claim({ key }: Scene): void {
  if (payload.mostRequests !== undefined && requests >= payload.mostRequests) {
    stopped.set(key, USED_UP);
    throw new Stopped(USED_UP);
  }
  requests += 1;
}

/** Ends a flood that makes a limiter shut its client out for longer and longer. */
export function watch({ key, spec }: Scene, sent: Sent): void {
  if (!spec.flood) return;
  const escalation = escalations.get(key) ?? new Escalation();
  escalations.set(key, escalation);
  if (escalation.note(sent)) stopped.set(key, ESCALATED);
}

/** Why this virtual user begins no more of a scenario. */
export const stopOf = ({ key }: Scene): string | undefined => stopped.get(key);
