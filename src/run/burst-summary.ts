import type { ScenarioReport } from '../model/report.ts';

/** Totals of one bounded scenario, as `summary-<scenario>.json` holds them. */
export interface BurstSummary {
  readonly scenario: string;
  /** End of the run, ISO 8601. */
  readonly timestamp: string;
  /** Requests that were tried; those that our own stop cut off are left out. */
  readonly total_queries: number;
  readonly successful: number;
  readonly failed: number;
  /** To two digits; null when nothing was tried. */
  readonly success_rate_percent: number | null;
  /** From the intended start, of the successful ones; null when there were none. */
  readonly avg_latency_ms: number | null;
}

/** Adds up one scenario for people who want five numbers. */
export function burstSummary(scenario: ScenarioReport, timestamp: string): BurstSummary {
  const total = scenario.requests - (scenario.outcomes.cut ?? 0);
  const successful = scenario.outcomes.ok ?? 0;
  return {
    scenario: scenario.name,
    timestamp,
    total_queries: total,
    successful,
    failed: total - successful,
    success_rate_percent: total > 0 ? round((successful / total) * 100) : null,
    avg_latency_ms: scenario.latency ? round(scenario.latency.mean) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
