import exec from 'k6/execution';
import type { ScenarioPayload } from '../payload.ts';
import { options, payload } from './job.ts';

export { options, payload };

/** One iteration's place: in which scenario, and which of its iterations. */
export interface Scene {
  readonly key: string;
  readonly spec: ScenarioPayload;
  /** Number among all iterations of the scenario, from 0; -1 outside of them. */
  readonly n: number;
  /** When the scenario began, in ms of the wall clock. */
  readonly began: number;
  /** Nothing is under way any more after this, in ms of the wall clock. */
  readonly deadline: number;
}

export function scene(): Scene {
  const { name: key, iterationInTest, startTime } = exec.scenario;
  const spec = payload.scenarios[key] as ScenarioPayload;
  return {
    key,
    spec,
    n: iterationInTest,
    began: startTime,
    deadline: startTime + spec.duration + spec.gracefulStop,
  };
}

/** The place of what runs before and after all iterations. */
export function aside(key: string): Scene {
  const began = Date.now();
  const spec = payload.scenarios[key] as ScenarioPayload;
  return { key, spec, n: -1, began, deadline: Number.POSITIVE_INFINITY };
}

let own: number | undefined;

/** Number of this virtual user in its process, from 1; 0 in setup, -1 in teardown. */
export function vu(): number {
  own ??= exec.vu.idInTest;
  return own;
}

/** Says which of the two this is, where there is no virtual user. */
export function outside(number: 0 | -1): void {
  own = number;
}

/** Ends an iteration for which there is no time, or no request, left; no fault of the script. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
