import type { Check } from '../model/check.ts';
import type { Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import { checkProblems } from '../probe/select.ts';
import type { Plan } from './schema.ts';

/** What the running tool knows, given from outside: a plan is loaded without the registries. */
export interface Registered {
  readonly checks: readonly Check[];
  /** Ids. */
  readonly reporters: readonly string[];
}

/** Checks, their options and reporters that a plan names and that do not exist. */
export function unknownNames({ checks, reports }: Plan, known: Registered): Problem[] {
  return [
    ...checkProblems(known.checks, checks),
    ...reports.flatMap((id, index) => {
      if (known.reporters.includes(id)) return [];
      const message = `there is no reporter ${quote(id)}.${didYouMean(id, known.reporters)}`;
      return [{ path: `reports[${index}]`, message, allowed: known.reporters.join(', ') }];
    }),
  ];
}
