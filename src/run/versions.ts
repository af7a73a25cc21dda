import { valuesAt } from '../http/expect.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Report } from '../model/report.ts';
import type { Target } from '../model/target.ts';

type Identify = NonNullable<Target['identify']>;

/** Who answered the checks, by those answers that say so: many a correct service is silent about it on errors. */
export function versionsOfExchanges(exchanges: readonly Exchange[], identify: Identify): Report['versions'] {
  const said = exchanges.flatMap((exchange) => versionOf(exchange, identify) ?? []);
  return [...Map.groupBy(said, (version) => version)].map(([version, { length }]) => ({
    version,
    requests: length,
    share: length / said.length,
    expected: version === identify.equals,
  }));
}

function versionOf({ response }: Exchange, identify: Identify): string | undefined {
  if (response === undefined) return undefined;
  if ('json' in identify) {
    const [value] = valuesAt(response.body, identify.json);
    return value === undefined ? undefined : String(value);
  }
  const name = identify.header.toLowerCase();
  return response.headers.find(([header]) => header.toLowerCase() === name)?.[1];
}
