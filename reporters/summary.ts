import type { ScenarioReport } from '../src/model/report.ts';

/** Totals of one bounded scenario, as `summary-<scenario>.json` holds them. */
export interface BurstSummary {
  readonly scenario: string;
  /** Requests that were tried; those that our own stop cut off are left out. */
  readonly total: number;
  readonly successful: number;
  readonly failed: number;
  /** Per cent, to two digits; null when nothing was tried. */
  readonly success_rate: number | null;
  /** Milliseconds from the intended start, of the successful ones; null when there were none. */
  readonly average_latency_ms: number | null;
}

/** Adds up one scenario for people who want five numbers. */
export function burstSummary(scenario: ScenarioReport): BurstSummary {
  const total = scenario.requests - (scenario.outcomes.cut ?? 0);
  const successful = scenario.outcomes.ok ?? 0;
  return {
    scenario: scenario.name,
    total,
    successful,
    failed: total - successful,
    success_rate: total > 0 ? round((successful / total) * 100) : null,
    average_latency_ms: scenario.latency ? round(scenario.latency.mean) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
