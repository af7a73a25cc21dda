import type { Part } from './arguments.ts';
import type { Ratio } from './ratios.ts';
import type { Spread } from './spread.ts';

/** What a figure must reach; `met` is null where it was not measured. */
export interface Bar {
  readonly part: Part;
  readonly what: string;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly measured: Spread | null;
  /** Judged by the median. */
  readonly met: boolean | null;
}

/** CPU per request, as a multiple of the peer's. */
const CPU_RATIOS: readonly { part: Part; peer: string; atMost: number }[] = [
  { part: 'static', peer: 'wrk', atMost: 1.15 },
  { part: 'static', peer: 'autocannon', atMost: 0.45 },
  { part: 'static', peer: 'k6', atMost: 0.15 },
  { part: 'static', peer: 'artillery', atMost: 0.03 },
  { part: 'tls', peer: 'wrk', atMost: 1.5 },
  { part: 'scripted', peer: 'k6', atMost: 0.3 },
];

/** The bars of a closed-loop part. */
export function cpuBars(part: Part, ratios: readonly Ratio[]): Bar[] {
  return CPU_RATIOS.filter((row) => row.part === part).map(({ peer, atMost }) => {
    const measured = ratios.find((ratio) => ratio.peer === peer)?.cpuPerRequest ?? null;
    return barOf({ part, what: `CPU per request, canary-gate / ${peer}`, unit: 'x', atMost }, measured);
  });
}

export function barOf(bar: Omit<Bar, 'measured' | 'met'>, measured: Spread | null): Bar {
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = bar;
  const met = measured === null ? null : measured.median <= atMost && measured.median >= atLeast;
  return { ...bar, measured, met };
}
