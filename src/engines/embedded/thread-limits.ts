import { setFlagsFromString } from 'node:v8';
import type { ResourceLimits } from 'node:worker_threads';

/** In MB; beyond it a thread has run out of memory. */
const OLD = 1024;
/** In MB. Static requests leave next to nothing behind. */
const LEAN = 4;
/**
 * In MB. What scripts allocate must be thrown away young: with too little room, what is under way is taken for
 * long-lived, and a third of the processor's time goes into finding out that it was not.
 */
const ROOMY = 48;

/** What memory a thread gets. For scripts, the young generation may grow, which the launcher keeps it from elsewhere. */
export function threadLimits(isScripted: boolean): ResourceLimits {
  if (isScripted) setFlagsFromString('--semi-space-growth-factor=2');
  return { maxYoungGenerationSizeMb: isScripted ? ROOMY : LEAN, maxOldGenerationSizeMb: OLD };
}
