import { burnEvaluator } from './evaluate-burn.ts';
import { countEvaluator } from './evaluate-count.ts';
import { proportionEvaluator } from './evaluate-proportion.ts';
import { signalEvaluator } from './evaluate-signal.ts';
import { sustainedEvaluator } from './evaluate-sustained.ts';
import { throughputEvaluator } from './evaluate-throughput.ts';
import { trendEvaluator } from './evaluate-trend.ts';
import type { Evaluator } from './evaluator.ts';
import type { Requirement } from './requirement.ts';

const EVALUATORS = {
  proportion: proportionEvaluator,
  sustained: sustainedEvaluator,
  burn: burnEvaluator,
  count: countEvaluator,
  throughput: throughputEvaluator,
  signal: signalEvaluator,
  trend: trendEvaluator,
};

/** The evaluator of a requirement; what it keeps is its own affair. */
export function evaluatorOf({ kind }: Requirement): Evaluator {
  // Each is only ever called with its own kind of requirement and the memory that it started itself.
  return EVALUATORS[kind] as unknown as Evaluator;
}
