import { join } from 'node:path';
import { planOf } from '../plan.ts';
import type { Peer, Task } from './peer.ts';

/** How this checkout's command line is started. */
export const PROGRAM = [
  process.execPath,
  join(import.meta.dirname, '..', '..', '..', 'bin', 'canary-gate.js'),
] as const;

/** PASS, FAIL and INCONCLUSIVE: a generator that is pinned to one core and saturates it says so. */
const MEASURED = [0, 1, 3];

const SCRIPT = `export default {
  async iteration({ http, expect }) {
    const answer = await http.get('/');
    expect(answer, { status: 200, json: { '$.ok': true } });
  },
};
`;

interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

interface Scenario {
  readonly requests: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly exceptions: { readonly count: number };
  /** Of open loops: from the instant at which a request was due. */
  readonly latency: Percentiles | null;
  /** From the sending of every answered request. */
  readonly duration: Percentiles | null;
  readonly plannedRate: number | null;
  readonly iterations: number;
  /** Iterations per second of the scenario's own time. */
  readonly achievedRate: number;
}

export interface Report {
  readonly load: { readonly scenarios: readonly Scenario[] };
  readonly generator: { readonly sendLagP99: number };
}

/** Through the command line, as anyone would: a plan, its run with evidence, the report on standard output. */
export const canaryGate: Peer = {
  name: 'canary-gate',
  versionArguments: ['--version'],
  loops: ['static', 'scripted', 'open'],

  call(program, task) {
    return callOf(program, planOf(task, scenarioOf(task)), { 'script.ts': SCRIPT });
  },

  read(output) {
    const { load, generator } = reportOf(output);
    const scenario = load.scenarios[0] as Scenario;
    const times = scenario.plannedRate === null ? scenario.duration : scenario.latency;
    const { ok = 0, cut = 0 } = scenario.outcomes;
    return {
      requests: scenario.requests,
      errors: scenario.requests - ok - cut + scenario.exceptions.count,
      seconds: scenario.iterations / scenario.achievedRate,
      p50: times?.p50 ?? null,
      p95: times?.p95 ?? null,
      p99: times?.p99 ?? null,
      sendLagP99: generator.sendLagP99,
    };
  },
};

/** A run of any plan. */
export function callOf(
  program: readonly string[],
  plan: object,
  files: Readonly<Record<string, string>> = {},
) {
  return {
    command: [...program, 'run', 'plan.json', '--json', '--quiet', '--out', 'evidence'],
    files: { ...files, 'plan.json': JSON.stringify(plan) },
    exitCodes: MEASURED,
  };
}

export function reportOf(output: string): Report {
  return JSON.parse(output) as Report;
}

function scenarioOf({ connections, seconds, scripted, rate }: Task): object {
  const work = scripted ? { module: './script.ts' } : { requests: ['answer'] };
  const duration = `${seconds}s`;
  if (rate === undefined) return { executor: 'constant-vus', vus: connections, duration, ...work };
  const users = { preAllocatedVUs: connections, maxVUs: 4 * connections };
  return { executor: 'constant-arrival-rate', rate, duration, ...users, ...work };
}
