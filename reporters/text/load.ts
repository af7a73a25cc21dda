import type { LoadSummary, Report, ScenarioReport } from '../../src/model/report.ts';
import type { Outcome } from '../../src/model/sample.ts';
import { tame } from './tame.ts';
import { count, NONE, percent, plural, significant } from './units.ts';

/** Endpoints shown per scenario; a scenario that names each of its paths may have thousands. */
const MOST_ENDPOINTS = 25;

/** A line of the load table: a scenario, or one of its endpoints. */
export interface LoadRow {
  readonly name: string;
  /** 0 for a scenario, 1 for an endpoint. */
  readonly depth: 0 | 1;
  readonly summary: LoadSummary;
}

/** Scenarios with their endpoints beneath them. */
export function loadRows(report: Report): readonly LoadRow[] {
  const arms = new Set(report.load.scenarios.map((scenario) => scenario.arm)).size > 1;
  return report.load.scenarios.flatMap((scenario) => [
    { name: scenarioName(scenario, arms), depth: 0 as const, summary: scenario },
    ...scenario.endpoints
      .slice(0, MOST_ENDPOINTS)
      .map((endpoint) => ({ name: tame(endpoint.name, 60), depth: 1 as const, summary: endpoint })),
  ]);
}

function scenarioName(scenario: ScenarioReport, arms: boolean): string {
  const marks = [scenario.kind === 'flood' && 'flood', arms && scenario.arm].filter((mark) => mark !== false);
  return tame(scenario.name, 60) + (marks.length > 0 ? ` (${marks.join(', ')})` : '');
}

/** What the times of the load table are. */
export function latencyTitle({ load: { scenarios } }: Report): string {
  if (scenarios.every(({ latencyFrom }) => latencyFrom === undefined))
    return 'latency in ms, from the intended start';
  const isService = scenarios.every(({ latencyFrom }) => latencyFrom === 'actual');
  return isService ? 'latency = service, in ms' : 'latency in ms, in part = service';
}

export interface LoadColumn {
  readonly title: string;
  readonly cell: (summary: LoadSummary) => string;
}

/** Columns that every load table has; latency is that of right answers. */
export const COMMON: readonly LoadColumn[] = [
  { title: 'requests', cell: (summary) => count(summary.requests) },
  { title: 'rate/s', cell: (summary) => significant(summary.rate) },
  { title: 'p50', cell: (summary) => latency(summary.latency?.p50) },
  { title: 'p95', cell: (summary) => latency(summary.latency?.p95) },
  { title: 'p99', cell: (summary) => latency(summary.latency?.p99) },
  { title: 'ok', cell: (summary) => okShare(summary) },
];

/** The column of streams, where there are any; it says where its times are upper bounds. */
export function eventColumns({ engine }: Report, rows: readonly LoadRow[]): LoadColumn[] {
  if (rows.every(({ summary }) => summary.firstEvent === null)) return [];
  const cell = ({ firstEvent }: LoadSummary) => latency(firstEvent?.p95);
  return [{ title: engine.atMost?.includes('first_event') ? 'first ev. p95 ≤' : 'first ev. p95', cell }];
}

/** How else a request may end. */
export const ENDINGS: readonly (LoadColumn & { readonly outcome: Outcome })[] = (
  [
    ['unexpected', 'unexp.'],
    ['4xx', '4xx'],
    ['429', '429'],
    ['5xx', '5xx'],
    ['network', 'network'],
    ['timeout', 'timeout'],
    ['dropped', 'dropped'],
    ['cut', 'cut'],
  ] as const
).map(([outcome, title]) => ({
  outcome,
  title,
  cell: (summary) => count(summary.outcomes[outcome] ?? 0),
}));

/** True when no request of any scenario ended like that. */
export function neverSeen(outcome: Outcome, rows: readonly LoadRow[]): boolean {
  return rows.every((row) => (row.summary.outcomes[outcome] ?? 0) === 0);
}

/** What the table has no column for: rates missed, waits for quotas, scripts that threw. */
export function remarks(scenario: ScenarioReport): string[] {
  const { plannedRate, achievedRate, queued, maxVUsUsed, throttledMs, exceptions, endpoints, latencyFrom } =
    scenario;
  const said = [
    plannedRate !== null &&
      `${significant(plannedRate)}/s asked for, ${significant(achievedRate)}/s achieved`,
    queued > 0 && `${plural(queued, 'arrival')} waited for a virtual user: all ${maxVUsUsed} were busy`,
    scenario.dropped > 0 && `${plural(scenario.dropped, 'arrival')} found no free virtual user`,
    throttledMs > 0 &&
      `virtual users waited ${significant(throttledMs / 1000)} s in all to keep identities within their quotas`,
    latencyFrom === 'mixed' &&
      'latency = service in part: of some requests it is not known when they were due',
    exceptions.count > 0 &&
      `the script threw ${plural(exceptions.count, 'time')}: ${tame(exceptions.messages[0] ?? '', 200)}`,
    endpoints.length > MOST_ENDPOINTS &&
      `${endpoints.length - MOST_ENDPOINTS} more endpoints are in report.json`,
    ...scenario.custom.map(
      (metric) =>
        `${tame(metric.name, 60)}: ${plural(metric.count, 'value')}, mean ${significant(metric.sum / Math.max(1, metric.count))}`,
    ),
  ];
  return said.filter((text) => text !== false);
}

function latency(value: number | undefined): string {
  if (value === undefined) return NONE;
  return value >= 10_000 ? `${significant(value / 1000)}s` : significant(value);
}

/** Of everything that was tried: what our own stop cut off does not count. */
function okShare(summary: LoadSummary): string {
  const attempts = summary.requests - (summary.outcomes.cut ?? 0);
  return attempts > 0 ? percent((summary.outcomes.ok ?? 0) / attempts).replace(' ', '') : NONE;
}
