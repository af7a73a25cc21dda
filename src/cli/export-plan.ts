import { randomUUID } from 'node:crypto';
import { runIdOf } from '../evidence/run-id.ts';
import { runCommand } from '../export/header.ts';
import type { ExportRequest } from '../export/request.ts';
import { scriptOf } from '../export/script.ts';
import { loadPlan } from '../plan/load.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import type { ExportOptions } from './commands/export.ts';
import type { Io } from './io.ts';
import { planFile } from './plan-file.ts';
import { pick, registered, registries } from './registries.ts';
import { version } from './version.ts';
import { write } from './write-file.ts';

type Flags = GlobalOptions & ExportOptions;

/** `canary-gate export`; sends nothing. Throws `UsageError`, `PlanError` and `StartError`. */
export async function exportPlan(flags: Flags, io: Io): Promise<number> {
  if (flags.target === 'k6-operator') {
    const { exportManifests, operatorSettings } = await import('./export-manifests.ts');
    const runId = newRunId();
    const settings = operatorSettings(flags, runId);
    return exportManifests(
      flags,
      settings,
      { ...(await requestOf(flags, io)), audience: 'judge', runId, instances: settings.parallelism },
      io,
    );
  }
  for (const option of OPERATOR_ONLY)
    if (flags[option] !== undefined)
      throw new UsageError(`--${option} is for Kubernetes: canary-gate export k6-operator.`);
  const request = { ...(await requestOf(flags, io)), audience: 'read', runId: 'exported' } as const;
  return exportScript(flags, request, io);
}

const newRunId = () => runIdOf(Date.now(), randomUUID().slice(0, 6));

const OPERATOR_ONLY = ['parallelism', 'namespace', 'image', 'name', 'results', 'secret', 'separate'] as const;

async function exportScript(flags: Flags, request: ExportRequest, io: Io): Promise<number> {
  const { text, variables } = await scriptOf(request);
  if (flags.out !== undefined) write(io, flags.out, text);
  const script = flags.out === undefined ? { script: text } : { file: flags.out };
  if (flags.json)
    io.stdout.write(`${JSON.stringify({ target: flags.target, ...script, variables }, null, 2)}\n`);
  else if (flags.out === undefined) io.stdout.write(text);
  else if (!flags.quiet) {
    const names = variables.map(({ name }) => name);
    io.stdout.write(nextSteps(flags.out, runCommand(request.loaded, flags.out), names));
  }
  return 0;
}

function nextSteps(file: string, command: string, variables: readonly string[]): string {
  const wanted = variables.length > 0 ? `With ${variables.join(', ')} in the environment:\n` : '';
  return `${file} is written: its first lines say how to run it, and what it lacks.\n${wanted}  ${command}\n`;
}

type Common = Omit<ExportRequest, 'audience' | 'runId' | 'instances'>;

async function requestOf(flags: Flags, io: Io): Promise<Common> {
  const known = await registered();
  const engines = await registries.engines();
  return {
    loaded: await loadPlan(planFile(flags.plan, io.cwd), { env: io.env, cwd: io.cwd, known }),
    engine: pick(engines, 'k6', 'engine'),
    engines,
    kind: flags.floods ? 'flood' : 'load',
    version: version(),
    now: Date.now(),
  };
}
