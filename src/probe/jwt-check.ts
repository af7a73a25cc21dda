import type { Check, CheckContext } from '../model/check.ts';
import { callable } from './call.ts';
import { judgeRejected, type SeverityOf } from './jwt-judge.ts';
import { jwtTrial, observeVariants, type Variant, variantBudget } from './jwt-observe.ts';

type Described = Pick<
  Check,
  'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references'
>;

export interface RejectionCheck extends Described {
  /** What is sent, as a noun: "token with an unknown issuer". */
  readonly sent: string;
  /** Most variants that there can be. */
  readonly most: number;
  readonly variants: (context: CheckContext) => readonly Variant[];
  /** What must be declared besides `policy.jwt`; undefined when nothing is missing. */
  readonly needs?: (context: CheckContext) => string | undefined;
  readonly severityOf?: SeverityOf;
}

/** A check whose variants of a token must all be rejected by the endpoint of `policy.jwt`. */
export function rejectionCheck(check: RejectionCheck): Check {
  const { sent, most, variants, needs, severityOf, ...described } = check;
  return {
    ...described,
    active: true,
    exhausting: false,
    budget: () => variantBudget(most),
    needs: (context) => needsJwt(context) ?? needs?.(context),
    observe: async (probe, context) =>
      observeVariants(probe, await jwtTrial(probe, context), variants(context)),
    judge: (exchanges) => judgeRejected(exchanges, sent, severityOf),
  };
}

/** What every JWT check needs. */
export function needsJwt({ policy, endpoints }: CheckContext): string | undefined {
  if (!policy.jwt) return 'declare policy.jwt: the protected endpoint, and the pool that mints its tokens';
  return callable(endpoints, policy.jwt.endpoint, 'policy.jwt.endpoint');
}
