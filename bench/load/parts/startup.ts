import { spawnSync } from 'node:child_process';
import { type Bar, barOf } from '../bars.ts';
import { environmentOf } from '../find.ts';
import type { Lab } from '../lab.ts';
import { runOwn } from '../own-run.ts';
import { PROGRAM } from '../peers/canary-gate.ts';
import { type Spread, spreadOf } from '../spread.ts';

export interface StartupResult {
  /** Milliseconds that `canary-gate --version` takes. */
  readonly version: Spread | null;
  /** Milliseconds from the last answer of a run to the end of the process. */
  readonly exit: Spread | null;
  readonly bars: readonly Bar[];
}

const STARTS = 10;
const RUNS = 3;

/** How long one waits before and after the load; nothing is pinned, as on a user's machine. */
export async function measureStartup(lab: Lab): Promise<StartupResult> {
  const version = spreadOf(Array.from({ length: STARTS }, startOnce));
  const waits: number[] = [];
  for (let run = 0; run < RUNS; run += 1) waits.push(await exitOnce(lab));
  const exit = spreadOf(waits);
  const part = 'startup';
  return {
    version,
    exit,
    bars: [
      barOf({ part, what: 'canary-gate --version', unit: 'ms', atMost: 150 }, version),
      barOf({ part, what: 'from the last answer to the exit', unit: 'ms', atMost: 1000 }, exit),
    ],
  };
}

function startOnce(): number {
  const [program, launcher] = PROGRAM;
  const began = performance.now();
  const { status } = spawnSync(program, [launcher, '--version'], { env: environmentOf() });
  if (status !== 0) throw new Error(`canary-gate --version exited with ${status}`);
  return performance.now() - began;
}

/** nginx writes down when it answered. */
async function exitOnce(lab: Lab): Promise<number> {
  const { measured } = await runOwn(lab, {
    path: '/logged',
    scenario: {
      executor: 'constant-arrival-rate',
      rate: 100,
      duration: '3s',
      preAllocatedVUs: 10,
      requests: ['answer'],
    },
    core: undefined,
    timeoutSeconds: 60,
  });
  const last = lab.server.moments().at(-1);
  if (last === undefined) throw new Error('nginx wrote down no answer');
  return measured.exitedAt - last;
}
