import type { GateLevel } from '../model/gate.ts';
import type { Outcome } from '../model/sample.ts';
import type { Timing } from '../model/window.ts';
import type { Action, Comparator, Selector } from './ast.ts';

/** Which requests are bad ones, and of how many: what turns a window into n and k. Bounds are histogram values. */
export type Measure =
  /** Not answered correctly within the limit. */
  | { readonly kind: 'slower'; readonly timing: Timing; readonly limit: number }
  /** Answered, but not within the limit. */
  | { readonly kind: 'duration'; readonly limit: number }
  /** A connection that was not established within the limit. */
  | { readonly kind: 'connect'; readonly limit: number }
  | { readonly kind: 'custom'; readonly name: string; readonly limit: number }
  /** Requests with any of the outcomes; `limited` says whether a 429 counts among all. */
  | { readonly kind: 'outcomes'; readonly bad: readonly Outcome[]; readonly limited: boolean };

/** A sliding window, and how long something must last in it; milliseconds. */
export interface Sliding {
  readonly length: number;
  readonly step: number;
  /** 0: a single evaluation is enough. */
  readonly for: number;
}

/** How a proportion is shown to people. */
export interface Shown {
  readonly unit: 'ms' | 'ratio' | 'number';
  /** The quantile that was asked for, for percentiles. */
  readonly quantile?: number;
  /** The bound in `unit`. */
  readonly bound: number;
  /** True where the metric is the share of good ones: a success rate, availability. */
  readonly complement: boolean;
  /** What the bad ones did: "were 5xx". */
  readonly deed: string;
}

/**
 * What must hold, as plain data. For a trigger this is the negation of its expression. `atMost`: its timing is known only
 * as an upper bound, so that nothing but outright failures can violate it.
 */
export type Requirement =
  | {
      readonly kind: 'proportion';
      readonly measure: Measure;
      readonly bound: number;
      readonly shown: Shown;
      readonly atMost?: true;
    }
  | {
      readonly kind: 'sustained';
      readonly measure: Measure;
      readonly bound: number;
      readonly shown: Shown;
      readonly sliding: Sliding;
      /** Least requests in a window for it to say anything. */
      readonly least: number;
      readonly atMost?: true;
    }
  | {
      readonly kind: 'burn';
      readonly measure: Measure;
      readonly slo: number;
      readonly most: number;
      readonly period: number;
      readonly long: number;
      readonly short: number;
    }
  | {
      readonly kind: 'count';
      readonly outcomes: readonly Outcome[];
      readonly comparator: Relation;
      readonly value: number;
    }
  | { readonly kind: 'throughput'; readonly comparator: Relation; readonly perSecond: number }
  | {
      readonly kind: 'signal';
      readonly name: string;
      readonly comparator: Relation;
      /** In the signal's own unit; `scale` times it gives `shown`. */
      readonly value: number;
      readonly scale: number;
      readonly shown: 'ratio' | 'ms' | 'number';
      /** True where every reading must hold, and not only the last. */
      readonly every: boolean;
      readonly sliding?: Sliding;
      /** True where the mean over the window counts, and not the last reading in it. */
      readonly smooth: boolean;
    }
  | {
      readonly kind: 'trend';
      readonly measure: Extract<Measure, { kind: 'slower' | 'duration' | 'connect' | 'custom' }>;
      readonly quantile: number;
      readonly margin: number;
      /** Milliseconds. */
      readonly tolerance: number;
      readonly atMost?: true;
    };

export type Relation = Comparator | '!=';

/** A selector, and what follows from the metric: a first event is only looked for at endpoints that are streams. */
export interface Scope extends Selector {
  readonly streams?: readonly string[];
}

/** A gate or trigger that was found to make sense in its plan: plain data, ready to be evaluated. */
export interface BoundGate {
  readonly id: string;
  readonly expression: string;
  readonly kind: 'gate' | 'trigger';
  readonly level: GateLevel;
  readonly action?: Action;
  readonly note?: string;
  /** True for a gate that another one brought along. */
  readonly implied: boolean;
  readonly selector: Scope;
  readonly requirement: Requirement;
}

const RELATIONS: Readonly<Record<Relation, (left: number, right: number) => boolean>> = {
  '<=': (left, right) => left <= right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '>': (left, right) => left > right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

export function holds(left: number, relation: Relation, right: number): boolean {
  return RELATIONS[relation](left, right);
}

const NEGATED: Readonly<Record<Relation, Relation>> = {
  '<=': '>',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '==': '!=',
  '!=': '==',
};

/** What must hold so that a trigger does not fire. */
export function negate(relation: Relation): Relation {
  return NEGATED[relation];
}
