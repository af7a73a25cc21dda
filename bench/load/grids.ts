import type { Bar } from './bars.ts';
import type { Grid } from './grid.ts';
import type { Measurement } from './measurement.ts';
import type { ClosedResult } from './parts/closed.ts';
import type { ConnectionsResult } from './parts/connections.ts';
import type { MemoryResult } from './parts/memory.ts';
import type { OpenResult } from './parts/open.ts';
import type { Results } from './parts/results.ts';
import type { StartupResult } from './parts/startup.ts';
import { type Spread, spreadOf } from './spread.ts';

const CLOSED_TITLES = {
  static: 'Static requests, plain',
  tls: 'Static requests, TLS',
  scripted: 'Scripted: one request, two expectations, plain',
} as const;

/** A table for every part that was measured, and one for the bars. */
export function gridsOf(results: Results, bars: readonly Bar[]): Grid[] {
  const { open, memory, connections, startup } = results;
  const closed = (['static', 'tls', 'scripted'] as const).flatMap((part) => {
    const result = results[part];
    return result ? [closedGrid(CLOSED_TITLES[part], result)] : [];
  });
  return [
    ...closed,
    ...(open ? [openGrid(open)] : []),
    ...(memory ? [memoryGrid(memory)] : []),
    ...(connections ? [connectionsGrid(connections)] : []),
    ...(startup ? [startupGrid(startup)] : []),
    barsGrid(bars),
  ];
}

function closedGrid(title: string, { measurements, ratios }: ClosedResult): Grid {
  const peers = [...new Set(measurements.map(({ peer }) => peer))];
  const rows = peers.map((peer) => {
    const runs = measurements.filter((it) => it.peer === peer);
    const ratio = ratios.find((it) => it.peer === peer);
    return [
      peer,
      spreadText(spreadOf(runs.map(({ perSecond }) => perSecond)), 0),
      spreadText(spreadOf(runs.map(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest)), 2),
      ...sizeAndTimes(runs),
      spreadText(ratio?.cpuPerRequest ?? null, 3),
      spreadText(ratio?.perSecond ?? null, 2),
    ];
  });
  const ours = ['canary-gate / it, CPU per request', 'canary-gate / it, requests/s'];
  const head = ['generator', 'requests/s', 'CPU us, per request', 'peak MB', 'p50 ms', 'p95 ms', 'p99 ms'];
  return { title, head: [...head, ...ours], rows };
}

function openGrid({ saturation, measurements }: OpenResult): Grid {
  const rows = measurements.map((run) => [
    `${run.peer}, ${run.demanded}/s`,
    run.perSecond.toFixed(1),
    `${(100 * run.deviation).toFixed(3)} %`,
    run.sendLagP99 === undefined ? '-' : run.sendLagP99.toFixed(2),
    run.cpuMicrosPerRequest.toFixed(2),
    `${(100 * run.cpuShare).toFixed(0)} %`,
    ...sizeAndTimes([run]),
  ]);
  const cpu = ['CPU us, per request', 'busy share, of a core'];
  const head = ['generator', 'achieved/s', 'deviation', 'send lag, p99 ms', ...cpu];
  const title = `Open loop (canary-gate saturates at ${saturation.toFixed(0)}/s)`;
  return { title, head: [...head, 'peak MB', 'p50 ms', 'p95 ms', 'p99 ms'], rows };
}

function memoryGrid({ early, late }: MemoryResult): Grid {
  const rows = [
    ['1 million', spreadText(scaled(early, 1e-6), 1)],
    ['10 million', spreadText(scaled(late, 1e-6), 1)],
  ];
  return { title: 'Memory of one run', head: ['requests', 'resident MB'], rows };
}

function connectionsGrid(result: ConnectionsResult): Grid {
  const { opened, atOnce, requests, errors, leftOpen, seconds, cpuSeconds, peakBytes } = result;
  const numbers = [opened, atOnce, requests, errors, leftOpen].map(String);
  const head = [
    'opened',
    'open at once',
    'requests',
    'went wrong',
    'left open',
    'seconds',
    'CPU s',
    'peak MB',
  ];
  const rows = [[...numbers, seconds.toFixed(1), cpuSeconds.toFixed(1), megabytes(peakBytes)]];
  return { title: 'Connections', head, rows };
}

function startupGrid({ version, exit }: StartupResult): Grid {
  const rows = [
    ['canary-gate --version', spreadText(version, 0)],
    ['from the last answer to the exit', spreadText(exit, 0)],
  ];
  return { title: 'Start and end', head: ['what', 'ms'], rows };
}

function barsGrid(bars: readonly Bar[]): Grid {
  const rows = bars.map(({ part, what, unit, atMost, atLeast, measured, met }) => [
    `${part}: ${what}`,
    atMost === undefined ? `>= ${atLeast} ${unit}`.trim() : `<= ${atMost} ${unit}`.trim(),
    spreadText(measured, 3).replace(/\.000\b/g, ''),
    met === null ? 'not measured' : met ? 'met' : 'MISSED',
  ]);
  return { title: 'Bars', head: ['bar', 'limit', 'measured', 'result'], rows };
}

function sizeAndTimes(runs: readonly Measurement[]): string[] {
  const sizes = runs.map(({ peakBytes }) => peakBytes);
  const times = (['p50', 'p95', 'p99'] as const).map((name) => middle(runs.map((run) => run[name])));
  const size = middle(sizes);
  return [megabytes(size), ...times.map((time) => (time === null ? '-' : time.toFixed(2)))];
}

function middle(values: readonly (number | null)[]): number | null {
  return spreadOf(values.filter((value) => value !== null))?.median ?? null;
}

function megabytes(bytes: number | null): string {
  return bytes === null ? '-' : (bytes / 1e6).toFixed(0);
}

function scaled(spread: Spread | null, factor: number): Spread | null {
  return spread && { min: spread.min * factor, median: spread.median * factor, max: spread.max * factor };
}

/** The median, and from where to where when there are several values. */
function spreadText(spread: Spread | null, digits: number): string {
  if (spread === null) return '-';
  const [min, median, max] = [spread.min, spread.median, spread.max].map((value) => value.toFixed(digits));
  return min === max ? (median as string) : `${median} (${min}-${max})`;
}
