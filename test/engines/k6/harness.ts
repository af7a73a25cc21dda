import { readdirSync, readFileSync } from 'node:fs';
import { k6 } from '../../../src/engines/k6/engine.ts';
import type { EngineOutcome, LoadJob, TranscriptEntry } from '../../../src/model/engine.ts';
import type { CustomSample, Outcome, Sample } from '../../../src/model/sample.ts';
import { jobOf, type Setting, scriptOf, tally } from '../embedded/harness.ts';

export const K6 = { program: 'k6', install: 'go install go.k6.io/k6/v2@latest' } as const;
const SCRIPTS = new URL('./scripts/', import.meta.url);

export interface Measured extends EngineOutcome {
  readonly samples: readonly Sample[];
  readonly customs: readonly CustomSample[];
  readonly transcript: readonly TranscriptEntry[];
  readonly outcomes: Partial<Record<Outcome, number>>;
}

export interface Running {
  readonly run: Promise<EngineOutcome>;
  readonly samples: readonly Sample[];
  readonly customs: readonly CustomSample[];
  readonly transcript: readonly TranscriptEntry[];
}

export interface More {
  /** A file of the folder `scripts` and its export; of every scenario. */
  readonly script?: string;
  readonly job?: Partial<LoadJob>;
}

/** Runs the k6 of this machine and gives all that it told. */
export async function load(setting: Setting, more: More = {}): Promise<Measured> {
  const { run, samples, customs, transcript } = begin(setting, more);
  const outcome = await run;
  return { ...outcome, samples, customs, transcript, outcomes: tally(samples.map(({ outcome }) => outcome)) };
}

/** The same, not waited for. */
export function begin(setting: Setting, { script, job: changes = {} }: More = {}): Running {
  const samples: Sample[] = [];
  const customs: CustomSample[] = [];
  const transcript: TranscriptEntry[] = [];
  const job = jobOf(setting, transcript);
  const scenarios = job.scenarios.map((scenario) => ({
    ...scenario,
    ...(script ? scriptOf(script, SCRIPTS) : {}),
  }));
  const sink = {
    record: (sample: Sample) => void samples.push(sample),
    recordCustom: (sample: CustomSample) => void customs.push(sample),
    merge: () => {},
  };
  return { run: k6.run({ ...job, scenarios, ...changes }, sink), samples, customs, transcript };
}

/** Processes of k6 that this one started (proc(5)). */
export function children(): number[] {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'k6')
    .map(Number);
}
