import type { Check } from '../model/check.ts';
import type { Engine } from '../model/engine.ts';
import type { Progress } from '../model/progress.ts';
import type { Reporter } from '../model/reporter.ts';
import type { LoadedPlan } from '../plan/load.ts';

/** The registries, which only the command line knows. */
export interface Registries {
  readonly checks: readonly Check[];
  readonly reporters: readonly Reporter[];
}

export interface RunOptions extends Registries {
  readonly loaded: LoadedPlan;
  readonly engine: Engine;
  /** All that there are, so that a refusal can say which could. */
  readonly engines?: readonly Engine[];
  /** Processes that share the load; only for engines that can be several. */
  readonly instances?: number | undefined;
  /** Folder that receives the run's own folder. */
  readonly out: string;
  /** `check`: probes only, no load, no gates. */
  readonly mode: 'run' | 'check';
  readonly progress: Progress;
  /** Ends the run early: what was measured is kept and marked. */
  readonly abort: AbortSignal;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** Milliseconds, monotonic. */
  readonly monotonic: () => number;
  /** A new random UUID. */
  readonly uuid: () => string;
  readonly version: string;
}
