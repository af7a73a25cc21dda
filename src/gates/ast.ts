import type { Arm } from '../model/sample.ts';
import type { Timing } from '../model/window.ts';

/** Timings that a percentile may be taken of; anything else is the name of a custom metric. */
export const PERCENTILE_TIMINGS = [
  'latency',
  'service',
  'duration',
  'ttfb',
  'first_event',
  'connect',
] as const;
export type PercentileTiming = Timing | 'duration';

/** What `rate()` and `count()` may be asked of. */
export const RATES = [
  'success',
  'errors',
  'unexpected',
  '4xx',
  '429',
  '5xx',
  'network',
  'timeout',
  'dropped',
] as const;
export type RateName = (typeof RATES)[number];
export const COUNTS = ['ok', 'requests', 'cut', ...RATES] as const;
export type CountName = (typeof COUNTS)[number];

export const SELECTOR_KEYS = ['endpoint', 'scenario', 'class', 'arm'] as const;
export type SelectorKey = (typeof SELECTOR_KEYS)[number];
/** Which series a gate is about; a key that is left out means all of them, and the arm is `canary`. */
export interface Selector {
  readonly endpoint?: string;
  readonly scenario?: string;
  readonly class?: string;
  readonly arm?: Arm;
}

export interface Percentile {
  readonly kind: 'percentile';
  /** 0.95 for p95. */
  readonly quantile: number;
  readonly of: { readonly timing: PercentileTiming } | { readonly custom: string };
}

export type Metric =
  | Percentile
  | { readonly kind: 'rate'; readonly of: RateName }
  | { readonly kind: 'availability' }
  | { readonly kind: 'count'; readonly of: CountName }
  | { readonly kind: 'throughput' }
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'trend'; readonly of: Percentile }
  | {
      readonly kind: 'burn';
      readonly slo: number;
      readonly period: number;
      readonly long: number;
      readonly short: number;
    };

export const COMPARATORS = ['<=', '<', '>=', '>', '=='] as const;
export type Comparator = (typeof COMPARATORS)[number];

export const UNITS = ['ms', 's', '%', '/s', '/min', ''] as const;
export type Unit = (typeof UNITS)[number];

export const ACTIONS = ['rollback', 'security'] as const;
export type Action = (typeof ACTIONS)[number];

/** What is said of the metric: a comparison, or that it stays as it was. */
export type Condition =
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly value: number; readonly unit: Unit }
  | {
      readonly kind: 'stable';
      /** Share by which the second half may be worse. */
      readonly margin: number;
      /** A change of fewer milliseconds than this counts for nothing. */
      readonly tolerance?: number;
    };

/** An expression of the gate grammar, as plain data; all times in milliseconds. */
export interface ParsedGate {
  readonly source: string;
  readonly metric: Metric;
  readonly selector: Selector;
  /** Sliding window, and how often it is evaluated. */
  readonly window?: { readonly length: number; readonly step?: number };
  readonly condition: Condition;
  readonly for?: number;
  readonly action?: Action;
}

/** What is wrong with an expression: where, and what would have been allowed there. */
export class GateSyntaxError extends Error {
  override readonly name = 'GateSyntaxError';
  /** 0-based. */
  readonly position: number;
  readonly allowed: string | undefined;
  constructor(message: string, position: number, allowed?: string) {
    super(message);
    this.position = position;
    this.allowed = allowed;
  }
}
