import { embedded } from '../../../../src/engines/embedded/engine.ts';
import { Store } from '../../../../src/metrics/store.ts';
import type { EngineOutcome, LoadJob, TranscriptEntry } from '../../../../src/model/engine.ts';
import type { Outcome } from '../../../../src/model/sample.ts';
import type { Window } from '../../../../src/model/window.ts';
import { jobOf, type Setting, scriptOf } from '../harness.ts';

const SCRIPTS = new URL('./scripts/', import.meta.url);

export interface Threaded {
  readonly workers: number;
  /** A file of the folder `scripts` and its export, such as `counting.ts#default`; one for every scenario. */
  readonly script?: string;
  readonly identities?: LoadJob['identities'];
}

export interface Counted {
  readonly windows: readonly Window[];
  readonly transcript: readonly TranscriptEntry[];
  readonly outcomes: Partial<Record<Outcome, number>>;
}

/** A run of the engine in threads: what was counted is there even when the run rejects. */
export function loadInThreads(
  setting: Setting,
  { workers, script, identities }: Threaded,
): { readonly run: Promise<EngineOutcome>; readonly counted: () => Counted } {
  const transcript: TranscriptEntry[] = [];
  const store = new Store();
  const job = jobOf(setting, transcript);
  const run = embedded.run(
    {
      ...job,
      workers,
      ...(identities ? { identities } : {}),
      scenarios: job.scenarios.map((scenario) => ({
        ...scenario,
        ...(script ? scriptOf(script, SCRIPTS) : {}),
      })),
    },
    store,
  );
  return {
    run,
    counted: () => {
      const windows = store.flush();
      return { windows, transcript, outcomes: outcomesOf(windows) };
    },
  };
}

function outcomesOf(windows: readonly Window[]): Partial<Record<Outcome, number>> {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { key, count } of windows.flatMap(({ series }) => series))
    outcomes[key.outcome] = (outcomes[key.outcome] ?? 0) + count;
  return outcomes;
}
