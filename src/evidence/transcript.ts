import type { TranscriptEntry } from '../model/engine.ts';
import { printable } from '../model/text.ts';

/**
 * A line for people, such as `✓ user_1_q1: 200 (34ms)`: virtual user, number of its query counted from 1, status and
 * latency. A failed one tells its outcome too, and its cause where that says more.
 */
export function transcriptLine(entry: TranscriptEntry): string {
  const { vu, iteration, status, latencyMs, outcome, cause } = entry;
  const answer = `user_${vu}_q${iteration + 1}: ${status} (${Math.round(latencyMs)}ms)`;
  if (outcome === 'ok') return `✓ ${answer}`;
  const why = cause === undefined || cause === outcome ? '' : `: ${printable(cause)}`;
  return `✗ ${answer} ${outcome}${why}`;
}
