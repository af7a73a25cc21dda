import type { HeaderLines } from '../model/exchange.ts';

/** The headers by which a run's own requests can be told from those of real users. */
export function markOf(runId: string, version: string): HeaderLines {
  return [
    ['user-agent', `canary-gate/${version} (+run ${runId})`],
    ['canary-gate-run', runId],
  ];
}
