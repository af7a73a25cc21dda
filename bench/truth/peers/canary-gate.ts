import { fileURLToPath } from 'node:url';
import { Report } from '../../../src/model/report.ts';
import type { Load, Peer, Told } from './peer.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

const Judged = Report.pick({ load: true, generator: true, verdict: true, reasons: true });

/** The tool of this project, by its command line and its report alone. */
export const canaryGate: Peer = {
  name: 'canary-gate',
  loop: 'open',
  program: process.execPath,
  files: (load) => ({ 'truth.plan.json': JSON.stringify(planOf(load)) }),
  commands: () => [[MAIN, 'run', 'truth.plan.json', '--json', '--quiet', '--out', 'runs']],
  read,
};

function planOf({ url, rate, seconds, waiting }: Load): object {
  const { origin, pathname } = new URL(url);
  return {
    name: 'truth',
    targets: { canary: { url: origin } },
    endpoints: { work: { path: pathname, timeout: '10s' } },
    scenarios: {
      load: {
        executor: 'constant-arrival-rate',
        rate,
        duration: `${seconds}s`,
        preAllocatedVUs: waiting,
        requests: ['work'],
      },
    },
    checks: { only: [] },
    gates: ['rate(5xx) <= 50%'],
    run: { until: 'end', proof: 'point' },
  };
}

function read(text: string): Told {
  const result = JSON.parse(text);
  if ('error' in result) throw new Error(result.message);
  const { load, generator, verdict, reasons } = Judged.parse(result);
  const scenario = load.scenarios[0];
  if (!scenario?.latency || !scenario.service) throw new Error('the report holds no latency');
  const wrong = verdict === 'PASS' ? [] : reasons.map((reason) => `${verdict}: ${reason.text}`);
  return {
    percentiles: levelsOf(scenario.latency),
    service: levelsOf(scenario.service),
    notes: [...wrong, ...generator.notes],
  };
}

function levelsOf({ p50, p95, p99 }: { p50: number; p95: number; p99: number }) {
  return { p50, p95, p99 };
}
