import { StartError } from '../model/errors.ts';
import type { LoadedPlan } from '../plan/load.ts';
import type { CentralLoad } from './central.ts';

export interface PrometheusOptions {
  readonly url: URL;
  readonly testid: string;
  readonly loaded: LoadedPlan;
  readonly instances: number | undefined;
  readonly wait: number;
  readonly abort: AbortSignal;
  readonly now: () => number;
  readonly wallClock: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export async function fromPrometheus(_options: PrometheusOptions): Promise<CentralLoad> {
  throw new StartError('results in Prometheus cannot be judged yet');
}
