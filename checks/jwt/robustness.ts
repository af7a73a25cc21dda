import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { pass } from '../../src/probe/judgement.ts';
import { isFault, isSuccess } from '../../src/probe/tokens/answer.ts';
import { answerCheck } from '../../src/probe/tokens/check.ts';
import { judgeControls } from '../../src/probe/tokens/jwt-judge.ts';

export const robustness = answerCheck({
  id: 'jwt/robustness',
  cases: ['JWT-R01'],
  title: 'No token, however malformed, makes the service fail',
  severity: 'low',
  kind: 'exploit',
  why: 'A token that makes the service fail is a cheap way to take it down, and hides in its error rate.',
  remedy: 'Answer 401 to whatever the verifier throws, and never let it reach the error handler for faults.',
  references: ['RFC 9110 section 15.6.1', 'CWE-248'],
  judge: (exchanges) => judgeDeath(exchanges) ?? judgeFaults(exchanges),
});

/** A service that takes no connections any more, after a token that got no answer. */
function judgeDeath(exchanges: readonly Exchange[]): Judgement | undefined {
  const last = exchanges.at(-1);
  const culprit = exchanges.findLast(({ facts }) => facts?.['part'] === 'probe');
  if (last?.role !== 'valid' || last.error?.code !== 'ECONNREFUSED' || !culprit?.error) return undefined;
  if (!exchanges.some((each) => each.role === 'valid' && isSuccess(each))) return undefined;
  return {
    outcome: 'fail',
    severity: 'high',
    message: `the service is gone after ${culprit.role}`,
    exchanges: [culprit.id, last.id],
  };
}

/** Faults count where every attempt with that token met one, and the valid tokens around were answered. */
function judgeFaults(exchanges: readonly Exchange[]): Judgement {
  const broken = judgeControls(exchanges.filter(({ facts }) => facts?.['part'] === 'valid'));
  const others = exchanges.filter(({ role }) => role !== 'valid');
  const tokens = [...Map.groupBy(others, ({ role }) => role).values()];
  const faulty = tokens.filter((attempts) => attempts.length > 1 && attempts.every(isFault));
  if (faulty.length > 0 && broken === undefined)
    return {
      outcome: 'fail',
      message: `${faulty.length} of ${tokens.length} tokens were answered by a fault, each time: ${faulty.map(nameOf).slice(0, 5).join(', ')}`,
      exchanges: faulty.flatMap((attempts) => attempts.map(({ id }) => id)),
    };
  return broken ?? pass(`${tokens.length} tokens were answered without a fault`);
}

function nameOf([first]: readonly Exchange[]): string {
  return `${first?.facts?.['variant']} (${first?.response?.status})`;
}
