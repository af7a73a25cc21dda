import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundle } from '../../../src/engines/k6/bundle.ts';
import { groupsOf } from '../../../src/engines/k6/groups.ts';
import { optionsOf } from '../../../src/engines/k6/options.ts';
import { environmentOf } from '../../../src/engines/k6/surroundings.ts';
import { keyed, tellingsOf } from '../../../src/engines/k6/telling.ts';
import { openIdentities } from '../../../src/identities/open.ts';
import type { LoadJob } from '../../../src/model/engine.ts';
import { loadPlanData } from '../../../src/plan/load.ts';
import type { PlanInput } from '../../../src/plan/schema.ts';

/** Instances of k6 that know nothing of each other, as on many machines. */
export interface Machines {
  /** Holds `canary.plan.json`, and what the instances write. */
  readonly folder: string;
  readonly children: readonly ChildProcess[];
  /** Resolves with their exit codes. */
  readonly ended: Promise<(number | null)[]>;
}

export interface Settings {
  readonly program: string;
  readonly instances: number;
  /** Options of the nth instance, from 1. */
  readonly outputs: (instance: number) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A script of somebody's own, in place of canary-gate's. */
  readonly script?: string;
}

/** Starts the load of a plan in instances of k6, each with its part. */
export async function startMachines(plan: PlanInput, settings: Settings): Promise<Machines> {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-machines-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'canary.plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const { script, text, job } = await scriptOf(plan, file);
  writeFileSync(join(folder, 'script.js'), settings.script ?? script);
  const cuts = Array.from({ length: settings.instances + 1 }, (_, cut) => `${cut}/${settings.instances}`);
  const children = cuts.slice(1).map((cut, index) =>
    spawn(
      settings.program,
      [
        'run',
        '--no-thresholds',
        '--summary-mode=disabled',
        '--quiet',
        '--address=',
        '--no-usage-report',
        `--execution-segment=${cuts[index]}:${cut}`,
        `--execution-segment-sequence=${['0', ...cuts.slice(1, -1), '1'].join(',')}`,
        `--tag=instance_id=${index + 1}`,
        ...settings.outputs(index + 1),
        join(folder, 'script.js'),
      ],
      {
        cwd: folder,
        env: { ...environmentOf(job, { text, folder }, process.env), ...settings.env },
        stdio: 'ignore',
      },
    ),
  );
  for (const child of children) onTestFinished(() => void child.kill('SIGKILL'));
  const ended = Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number | null));
  return { folder, children, ended };
}

async function scriptOf(plan: PlanInput, file: string) {
  const loaded = await loadPlanData(plan, file, { env: {}, cwd: tmpdir() });
  const { targets, endpoints, identities: pools } = loaded.plan;
  const scenarios = keyed(loaded.scenarios);
  const identities = await openIdentities({
    pools,
    counts: loaded.identityCounts,
    wallClock: Date.now,
    uuid: randomUUID,
    secret: () => {},
  });
  onTestFinished(() => identities.close());
  const job = {
    runId: 'it',
    arm: 'canary',
    target: targets.canary,
    endpoints,
    scenarios: loaded.scenarios,
    identities,
    pools,
    sourceAddresses: [],
    seed: 1,
    now: () => 0,
    maxRequests: 1_000_000,
  } as unknown as LoadJob;
  const [payload] = await tellingsOf(job, groupsOf(loaded.scenarios));
  const text = JSON.stringify({ payload, options: optionsOf(job.target, scenarios) });
  return { script: await bundle(scenarios), text, job };
}
