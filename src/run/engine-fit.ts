import { refusal } from '../engines/capabilities.ts';
import type { Surroundings } from '../engines/surroundings.ts';
import { PlanError } from '../model/errors.ts';
import { ARMS } from '../model/sample.ts';
import type { RunOptions } from './options.ts';
import type { Protocols } from './subject.ts';

type Fit = Pick<RunOptions, 'loaded' | 'engine' | 'engines'>;

/**
 * Refuses scenarios that the engine cannot run, with all that it lacks and with the engines that could. Asked before
 * anything is sent, and once more when the targets have said what they speak. Throws a `PlanError`.
 */
export function refuseWhatTheEngineCannotDo(options: Fit, protocols: Protocols = {}): void {
  const { loaded, engine, engines = [] } = options;
  const around = surroundingsOf(options, protocols);
  const problems = loaded.scenarios.flatMap((scenario) => {
    const message = refusal(scenario, engine, around, engines);
    return message === undefined ? [] : [{ path: `scenarios.${scenario.name}`, message }];
  });
  if (problems.length > 0) throw new PlanError(loaded.file, problems);
}

function surroundingsOf({ loaded }: Fit, protocols: Protocols): Surroundings {
  const { endpoints, identities, sourceAddresses, targets } = loaded.plan;
  return {
    endpoints,
    pools: identities,
    sourceAddresses,
    targets: ARMS.flatMap((arm) => targets[arm] ?? []),
    proxied: ARMS.flatMap((arm) => {
      const [target, proxy] = [targets[arm], loaded.proxies[arm]];
      return target && proxy ? [{ target, proxy }] : [];
    }),
    protocols: Object.values(protocols),
    scenarios: loaded.scenarios,
  };
}
