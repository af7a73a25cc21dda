import { type Bar, barOf } from '../bars.ts';
import type { Lab } from '../lab.ts';
import { runOwn } from '../own-run.ts';
import { residentMemory } from '../process-tree.ts';
import { type Spread, spreadOf } from '../spread.ts';

/** What the process held when nginx had served so many requests. */
export interface Sample {
  readonly requests: number;
  readonly bytes: number;
}

export interface MemoryResult {
  readonly early: Spread | null;
  readonly late: Spread | null;
  readonly requests: number;
  readonly bars: readonly Bar[];
}

const EARLY = 1_000_000;
const LATE = 10_000_000;
const TOTAL = 11_000_000;
const MINUTES = 30;

/** Resident size, threads included, after one and after ten million requests of one run; in bytes. */
export async function measureMemory(lab: Lab): Promise<MemoryResult> {
  const samples: Sample[] = [];
  const { reading } = await runOwn(lab, {
    scenario: {
      executor: 'shared-iterations',
      vus: lab.connections,
      iterations: TOTAL,
      maxDuration: `${MINUTES}m`,
      requests: ['answer'],
    },
    core: lab.pinning.generator,
    timeoutSeconds: 60 * MINUTES + 120,
    watch: await sampler(lab, samples),
  });
  const { requests, errors } = reading;
  if (requests !== TOTAL || errors > 0)
    lab.remarks.doubt(`memory: ${requests} of ${TOTAL} requests were made, ${errors} went wrong`);
  const early = residentAround(samples, EARLY);
  const late = residentAround(samples, LATE);
  return { early, late, requests, bars: barsOf(early, late) };
}

/** Sizes while the count was within 10 % above: a single reading depends on when memory was last collected. */
export function residentAround(samples: readonly Sample[], requests: number): Spread | null {
  const near = samples.filter((it) => it.requests >= requests && it.requests <= 1.1 * requests);
  return spreadOf(near.map(({ bytes }) => bytes));
}

async function sampler(lab: Lab, samples: Sample[]): Promise<(root: number) => void> {
  const start = (await lab.server.status()).requests;
  let asking = false;
  return (root) => {
    if (asking) return;
    asking = true;
    lab.server
      .status()
      .then(({ requests }) => {
        const bytes = residentMemory(root);
        if (bytes !== null) samples.push({ requests: requests - start, bytes });
      })
      // A question that was not answered is a sample less.
      .catch(() => {})
      .finally(() => {
        asking = false;
      });
  };
}

function barsOf(early: Spread | null, late: Spread | null): Bar[] {
  const part = 'memory';
  const growth = early && late && spreadOf([(late.median - early.median) / 1e6]);
  const size = late && spreadOf([late.min, late.median, late.max].map((bytes) => bytes / 1e6));
  return [
    barOf({ part, what: 'growth from 1 to 10 million requests', unit: 'MB', atMost: 10 }, growth),
    barOf({ part, what: 'resident size after 10 million requests', unit: 'MB', atMost: 150 }, size),
  ];
}
