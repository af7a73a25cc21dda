import { setFlagsFromString } from 'node:v8';
import type { ResourceLimits } from 'node:worker_threads';

/** In MB; beyond it a thread has run out of memory. */
const OLD = 1024;
/** V8 holds the objects of a young generation in three parts of one size. */
const PARTS = 3;
/** In MB for each part. Static requests leave little behind, and what fits the processor's cache is collected soonest. */
const LEAN = 4;
/**
 * In MB for each part. What scripts allocate must be thrown away young: with too little room, what is under way is taken
 * for long-lived, and a third of the processor's time goes into finding out that it was not.
 */
const ROOMY = 16;

/**
 * What memory the next thread gets. Its young generation has its full size from the start: the launcher keeps those of the process
 * from growing, so that the main thread stays small.
 */
export function threadLimits(isScripted: boolean): ResourceLimits {
  const part = isScripted ? ROOMY : LEAN;
  setFlagsFromString(`--min-semi-space-size=${part}`);
  // So little survives that helpers would only take the processor from the threads that send.
  setFlagsFromString('--no-parallel-scavenge');
  return { maxYoungGenerationSizeMb: PARTS * part, maxOldGenerationSizeMb: OLD };
}
