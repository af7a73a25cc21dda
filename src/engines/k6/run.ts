import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineOutcome, LoadJob, LoadScenario } from '../../model/engine.ts';
import { StartError } from '../../model/errors.ts';
import type { Target } from '../../model/target.ts';
import type { LoadSink } from '../../model/window.ts';
import { type Binary, findK6 } from './binary.ts';
import { bundle } from './bundle.ts';
import { countsItsUsers } from './deal.ts';
import { type Group, groupsOf } from './groups.ts';
import { healthOf } from './health.ts';
import { optionsOf } from './options.ts';
import { outcomesOf } from './outcomes.ts';
import type { Payload } from './payload.ts';
import { Processes } from './processes.ts';
import type { Reading } from './reading.ts';
import { demandAuthorities, secretsOf } from './surroundings.ts';
import { keyed, tellingsOf } from './telling.ts';
import { Usage } from './usage.ts';

/**
 * Finds k6, and bundles what it is to run, so that what is missing shows before anything is sent. Rejects with a
 * `StartError` or a `PlanError`.
 */
export async function prepareK6(
  scenarios: readonly LoadScenario[],
  instances = 1,
  targets: readonly Target[] = [],
): Promise<void> {
  const shared = scenarios.find(({ module }) => module?.setup ?? module?.teardown);
  if (instances > 1 && shared)
    throw new StartError(
      `--instances: "${shared.name}" has a setup or a teardown, which each of ${instances} instances of k6 would run`,
    );
  for (const { tls } of targets) demandAuthorities(tls, process.platform);
  await findK6(process.env);
  await bundle(keyed(scenarios));
}

/**
 * Runs a job in processes of k6, and reads what they tell as they tell it. Rejects with a `StartError`, or with a
 * `WorkerError` when one of them breaks down or what it told is not whole; what it told until then was handed to the sink.
 */
export async function runInK6(job: LoadJob, sink: LoadSink): Promise<EngineOutcome> {
  const binary = await findK6(process.env);
  const groups = groupsOf(job.scenarios, (scenario) => countsItsUsers(scenario, job));
  const payloads = await tellingsOf(job, groups);
  const folder = await mkdtemp(join(tmpdir(), 'canary-gate-k6-'));
  try {
    return await runGroups({ job, sink, binary, groups, payloads, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly job: LoadJob;
  readonly sink: LoadSink;
  readonly binary: Binary;
  readonly groups: readonly Group[];
  readonly payloads: readonly Payload[];
  /** Only its owner may look into it. */
  readonly folder: string;
}

async function runGroups(run: Run): Promise<EngineOutcome> {
  const { job, groups } = run;
  const scripts = await Promise.all(groups.map((_, index) => writeScript(run, index)));
  const processes = new Processes(job, run.sink, run.binary);
  const usage = new Usage(() => processes.pids);
  const release = obey(job, processes);
  try {
    const readings = (await inOrder(groups, (_, index) => processes.run(scripts[index]!))).flat();
    return {
      generator: healthOf(readings, usage.end(), await processes.notes()),
      scenarios: outcomesOf(job, readings),
      interrupted: job.abort.aborted,
      gaps: processes.gaps,
    };
  } catch (error) {
    await processes.kill();
    throw error;
  } finally {
    usage.end();
    release();
  }
}

/** Writes what one group runs. The script holds no secret, and is nobody else's business all the same. */
async function writeScript({ job, groups, payloads, folder }: Run, group: number) {
  const scenarios = keyed(groups[group]!.scenarios);
  const mode = 0o600;
  const place = await mkdtemp(join(folder, 'group-'));
  const script = join(place, 'script.js');
  await writeFile(script, await bundle(scenarios), { mode });
  for (const [key, { data }] of Object.entries(scenarios))
    if (data) await writeFile(join(place, `rows-${key}.json`), JSON.stringify(data), { mode });
  const options = optionsOf(job.target, scenarios, secretsOf(job.target), job.instances);
  return { script, folder: place, scenarios, text: JSON.stringify({ payload: payloads[group], options }) };
}

/** All groups at once, save for those that wait for the end of another's scenario. */
function inOrder(
  groups: readonly Group[],
  run: (group: Group, index: number) => Promise<readonly Reading[]>,
): Promise<(readonly Reading[])[]> {
  const running = new Map<Group, Promise<readonly Reading[]>>();
  const begin = (group: Group, waiting: ReadonlySet<Group>): Promise<readonly Reading[]> => {
    const known = running.get(group);
    if (known) return known;
    const before = groups.find(({ scenarios }) => scenarios.some(({ name }) => name === group.after));
    const ready =
      before && !waiting.has(before) ? begin(before, new Set([...waiting, group])) : Promise.resolve();
    const result = ready.then(() => run(group, groups.indexOf(group)));
    running.set(group, result);
    return result;
  };
  return Promise.all(groups.map((group) => begin(group, new Set([group]))));
}

/** The run's two signals reach every process; returns what lets go of them. */
function obey({ stop, abort }: LoadJob, processes: Processes): () => void {
  const end = () => processes.interrupt();
  for (const signal of [stop, abort]) {
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  }
  return () => {
    for (const signal of [stop, abort]) signal.removeEventListener('abort', end);
  };
}
