import type { HeaderLines } from '../model/exchange.ts';

/** A PromQL label matcher that leaves testers out of production metrics, where the user agent is a label. */
export const WITHOUT_TESTERS = '{user_agent!~"canary-gate/.*"}';

/** The headers by which a run's own requests can be told from those of real users. */
export function markOf(runId: string, version: string): HeaderLines {
  return [
    ['user-agent', `canary-gate/${version} (+run ${runId})`],
    ['canary-gate-run', runId],
  ];
}
