import { findResults, type Search } from '../engines/k6/results/find.ts';
import { readResults } from '../engines/k6/results/read.ts';
import { StartError } from '../model/errors.ts';
import { printable } from '../model/text.ts';
import type { LoadedPlan } from '../plan/load.ts';
import type { CentralLoad } from './central.ts';

export interface FilesOptions extends Search {
  readonly loaded: LoadedPlan;
}

/** Waits for the result files of k6. Rejects with a `StartError` where there are none. */
export async function fromFiles(options: FilesOptions): Promise<CentralLoad> {
  const { loaded, patterns, instances, abort } = options;
  const { plan, scenarios } = loaded;
  const found = await findResults(options);
  if (found.length === 0) throw new StartError(`there is no file ${printable(patterns.join(' '))}`);
  const origins = found.flatMap(({ head }) => head.origin ?? []);
  if (origins.length === 0)
    throw new StartError(`nothing was measured in ${found.map(({ path }) => printable(path)).join(', ')}`);
  const origin = Math.floor(Math.min(...origins));
  return {
    title: `k6 (result files of ${found.length} ${found.length === 1 ? 'instance' : 'instances'})`,
    origin,
    spread: 1,
    async read(measurement) {
      const results = await readResults(
        found,
        {
          scenarios,
          endpoints: plan.endpoints,
          pools: plan.identities,
          seed: plan.run.seed,
          origin,
          instances,
          abort,
          onTime: (now) => measurement.advance(now),
        },
        measurement.sink,
      );
      return { ...results, notes: [] };
    },
  };
}
