import type { Check, CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import { callable } from '../call.ts';
import { withoutSlow } from './clock.ts';
import { judgeSection, type Verdicts } from './judge.ts';
import { TOKEN_SURVEY } from './survey.ts';
import type { Section } from './variant.ts';

type Described = Pick<
  Check,
  'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references' | 'profile'
>;

export interface TokenCheck extends Described, Verdicts {
  readonly section: Section;
  /** A slow answer says nothing: by then the token had become another. */
  readonly slowIsSilent?: boolean;
  /** Judges instead; undefined leaves it to the verdicts. */
  readonly judge?: (exchanges: readonly Exchange[], context: CheckContext) => Judgement | undefined;
}

/** A check whose tokens must all be rejected by the endpoint of `policy.jwt`; or all accepted. */
export function tokenCheck(check: TokenCheck): Check {
  const { section, sent, want, severities, severityOf, slowIsSilent = false, judge, ...described } = check;
  const verdicts = {
    sent,
    ...(want && { want }),
    ...(severities && { severities }),
    ...(severityOf && { severityOf }),
  };
  return {
    ...described,
    ...TOKEN_SURVEY,
    needs: (context) => needsJwt(context) ?? section.needs?.(context),
    judge: (exchanges, context) =>
      judge?.(exchanges, context) ??
      judgeSection(section, verdicts, slowIsSilent ? exchanges.map(withoutSlow) : exchanges, context),
  };
}

/** A check of the answers that the tokens of all the others bring about. */
export function answerCheck(check: Described & Pick<Check, 'judge'>): Check {
  return { ...check, ...TOKEN_SURVEY, needs: needsJwt };
}

/** What every JWT check needs. */
export function needsJwt({ policy, endpoints }: CheckContext): string | undefined {
  if (!policy.jwt) return 'declare policy.jwt: the protected endpoint, and the pool that mints its tokens';
  return callable(endpoints, policy.jwt.endpoint, 'policy.jwt.endpoint');
}
