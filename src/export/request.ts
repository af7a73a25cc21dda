import { basename, isAbsolute } from 'node:path';
import type { Engine } from '../model/engine.ts';
import type { Use } from '../model/identity.ts';
import type { LoadedPlan } from '../plan/load.ts';

/** What is to be exported. */
export interface ExportRequest {
  readonly loaded: LoadedPlan;
  /** The engine that runs k6, and all that there are: they say what cannot be exported, and who could run it. */
  readonly engine: Engine;
  readonly engines: readonly Engine[];
  /** Loads or floods: canary-gate never runs them at once either. */
  readonly kind: Exclude<Use, 'check'>;
  /** `judge`: every request is told for canary-gate to judge. `read`: people read what k6 itself shows. */
  readonly audience: 'judge' | 'read';
  /** How many share the load; one when left out. */
  readonly instances?: number;
  /** Carried by every request. */
  readonly runId: string;
  readonly version: string;
  /** In ms since 1970. */
  readonly now: number;
}

/** The plan's file as others may see it: no folder of this machine. */
export function planLabel({ label }: Pick<LoadedPlan, 'label'>): string {
  return isAbsolute(label) ? basename(label) : label;
}
