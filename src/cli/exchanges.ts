import { readExchanges } from '../evidence/read.ts';
import type { Exchange } from '../model/exchange.ts';
import type { FindingReport } from '../model/report.ts';

/** Of a run's stored exchanges with the canary those that findings name, by id; a line that cannot be read is left out. */
export async function citedExchanges(
  folder: string,
  findings: readonly Pick<FindingReport, 'exchanges'>[],
): Promise<Map<string, Exchange>> {
  const cited = new Set(findings.flatMap(({ exchanges }) => exchanges));
  const found = new Map<string, Exchange>();
  for await (const exchange of readExchanges(folder, () => undefined))
    if (exchange.arm !== 'baseline' && cited.has(exchange.id)) found.set(exchange.id, exchange);
  return found;
}
