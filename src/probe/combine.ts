import type { CheckOutcome, Judgement, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';

/** A judgement of one part of what a check looks at: a limit, a route. */
export interface Part {
  readonly name: string;
  readonly judgement: Judgement;
}

const ORDER: readonly CheckOutcome[] = ['fail', 'error', 'inconclusive', 'pass', 'not_applicable', 'not_run'];

/** One judgement of many: the worst outcome decides, the message names every part that has it. */
export function combine(parts: readonly Part[]): Judgement {
  const outcome = ORDER.find((each) => parts.some(({ judgement }) => judgement.outcome === each));
  if (!outcome) return { outcome: 'inconclusive', message: 'nothing was observed' };
  const worst = parts.filter(({ judgement }) => judgement.outcome === outcome);
  const severity = highest(worst);
  return {
    outcome,
    message: worst.map(({ name, judgement }) => `${name}: ${judgement.message}`).join('; '),
    ...(severity && { severity }),
    exchanges: worst.flatMap(({ judgement }) => judgement.exchanges ?? []),
  };
}

/** Only where every part gives one: a part without has the check's own severity, which no part here may lower. */
function highest(parts: readonly Part[]): Severity | undefined {
  const given = parts.map(({ judgement }) => judgement.severity);
  if (given.some((severity) => severity === undefined)) return undefined;
  return SEVERITIES.findLast((severity) => given.includes(severity));
}
