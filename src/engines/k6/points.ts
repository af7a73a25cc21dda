import { CUSTOM, END, ITERATION, REQUEST } from './told.ts';

/** One number of k6's stream (`--out json`), as far as anybody here reads it. */
export interface Point {
  readonly metric: string;
  /** In ms since 1970, with fractions. */
  readonly time: number;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export const DROPPED = 'dropped_iterations';
const READ = new Set<string>([REQUEST, ITERATION, CUSTOM, END, DROPPED]);

interface Line {
  readonly type?: string;
  readonly metric?: string;
  readonly data?: {
    readonly time?: string;
    readonly value?: number;
    readonly tags?: Record<string, string> | null;
    readonly metadata?: Record<string, string> | null;
  };
}

/**
 * Reads one line; undefined for those that nobody asked for, which are most: k6 tells nine numbers of its own with
 * every request. Throws a `SyntaxError` for one that is cut off.
 */
export function pointOf(line: string): Point | undefined {
  if (!line.includes('"canary_gate_') && !line.includes(DROPPED)) return undefined;
  const { type, metric = '', data } = JSON.parse(line) as Line;
  if (type !== 'Point' || !data || !READ.has(metric)) return undefined;
  return {
    metric,
    time: instantOf(data.time ?? ''),
    value: data.value ?? 0,
    tags: data.tags ?? {},
    metadata: data.metadata ?? {},
  };
}

/** Milliseconds of an RFC 3339 time, its fraction kept down to nanoseconds. */
export function instantOf(text: string): number {
  const [, whole = '', fraction = '', zone = ''] = /^([^.Z+]+?)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  return Date.parse(whole + zone) + Number(`0${fraction}`) * 1000;
}
