import type { Engine } from '../model/engine.ts';
import { loadPlan } from '../plan/load.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import { type DemoFlags, defectOf, demoOptions } from './demo-service.ts';
import { execute } from './execute.ts';
import type { Io } from './io.ts';
import { type Overrides, override } from './overrides.ts';
import { planFile, shippedPlan } from './plan-file.ts';
import { pick, registered, registries } from './registries.ts';

export interface RunFlags extends GlobalOptions, Overrides, DemoFlags {
  readonly plan: string | undefined;
  readonly out: string;
  readonly engine: string;
  readonly instances: number | undefined;
  readonly demo: boolean;
}

/** `canary-gate run`, with or without the demo service. Gives the exit code. */
export async function runFromCommandLine(flags: RunFlags, io: Io): Promise<number> {
  if (flags.demo) return runAgainstDemo(flags, io);
  for (const option of ['defect', 'split'] as const)
    if (flags[option] !== undefined) throw new UsageError(`--${option} shapes the demo service: add --demo.`);
  return run(planFile(flags.plan, io.cwd), flags, io);
}

async function runAgainstDemo(flags: RunFlags, io: Io): Promise<number> {
  const { spawnDemo } = await import('../demo/spawn.ts');
  const file = demoPlan(flags, io);
  const demo = await spawnDemo({ port: 0, httpsPort: 0, ...demoOptions(flags) });
  try {
    return await run(file, flags, { ...io, env: { ...io.env, ...demo.env } });
  } finally {
    await demo.close();
  }
}

function demoPlan(flags: RunFlags, io: Io): string {
  const name = flags.plan ?? defectOf(flags)?.plan ?? 'scholarship';
  return flags.plan === undefined ? (shippedPlan(name) ?? name) : planFile(name, io.cwd);
}

async function run(file: string, flags: RunFlags, io: Io): Promise<number> {
  const known = await registered();
  const engine = pick(await registries.engines(), flags.engine, 'engine');
  const loaded = await loadPlan(file, { env: io.env, cwd: io.cwd, known });
  const job = {
    loaded: override(loaded, flags, known.checks),
    engine,
    instances: instancesOf(flags, engine),
    mode: 'run',
    out: flags.out,
  } as const;
  return execute(job, flags, io);
}

function instancesOf({ instances }: RunFlags, { id, capabilities }: Engine): number | undefined {
  if (instances === undefined) return undefined;
  if (!Number.isSafeInteger(instances) || instances < 1)
    throw new UsageError('--instances: a whole number from 1 on is wanted.');
  if (!capabilities.has('instances'))
    throw new UsageError(`--instances: the engine "${id}" is one process; add --engine k6.`);
  return instances;
}
