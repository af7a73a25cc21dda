import { type Bar, barOf } from '../bars.ts';
import type { Lab } from '../lab.ts';
import { fileLimit } from '../machine.ts';
import { runOwn } from '../own-run.ts';
import { spreadOf } from '../spread.ts';

export interface ConnectionsResult {
  readonly opened: number;
  /** Most that were open at the same time. */
  readonly atOnce: number;
  readonly leftOpen: number;
  readonly requests: number;
  readonly errors: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number | null;
  readonly bars: readonly Bar[];
}

export const CONNECTIONS = 10_000;

/** Files that a process has open beside its connections. */
const SPARE_FILES = 500;

const USES = 3;

/** Opens 10,000 connections, uses and closes them; where fewer files may be open, each is used once and replaced. */
export async function measureConnections(lab: Lab): Promise<ConnectionsResult> {
  const vus = Math.min(CONNECTIONS, fileLimit() - SPARE_FILES);
  const all = vus === CONNECTIONS;
  if (!all)
    lab.remarks.doubt(`connections: files are limited to ${fileLimit()}, so that ${vus} are open at a time`);
  const { server } = lab;
  const before = await server.status();
  let questions = 0;
  let atOnce = 0;
  const ask = async () => {
    questions += 1;
    const { active } = await server.status();
    atOnce = Math.max(atOnce, active - 1);
  };
  const { reading, measured } = await runOwn(lab, {
    scenario: {
      executor: 'per-vu-iterations',
      vus,
      iterations: all ? USES : Math.ceil(CONNECTIONS / vus),
      ...(all && { pause: '1s' }),
      maxDuration: '2m',
      requests: ['answer'],
    },
    ...(!all && { connection: { maxRequests: 1 } }),
    core: lab.pinning.generator,
    timeoutSeconds: 240,
    watch: () => void ask().catch(() => {}),
  });
  const after = await server.status();
  // The last question opened a connection, too.
  const opened = after.accepted - before.accepted - questions - 1;
  const { requests, errors, seconds } = reading;
  const { cpuSeconds, peakBytes } = measured;
  const figures = {
    opened,
    atOnce,
    leftOpen: after.active - 1,
    requests,
    errors,
    seconds,
    cpuSeconds,
    peakBytes,
  };
  return { ...figures, bars: barsOf(figures) };
}

function barsOf({ opened, leftOpen, errors }: { opened: number; leftOpen: number; errors: number }): Bar[] {
  const part = 'connections';
  return [
    barOf({ part, what: 'connections opened', unit: '', atLeast: CONNECTIONS }, spreadOf([opened])),
    barOf({ part, what: 'requests that went wrong', unit: '', atMost: 0 }, spreadOf([errors])),
    barOf({ part, what: 'connections left open', unit: '', atMost: 0 }, spreadOf([leftOpen])),
  ];
}
