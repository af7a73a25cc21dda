import type { Check } from '../../../src/model/check.ts';
import { type Case, type Lines, secureHeaders, suite, undeclared } from '../web.ts';

type Value = string | string[] | undefined;

/** A service that sends other values of one header. */
export function sending(name: string, value: Value): NonNullable<Case['web']> {
  return {
    headers: (): Lines => {
      const { [name]: _, ...rest } = secureHeaders() as Record<string, string>;
      return value === undefined ? rest : { ...rest, [name]: value };
    },
  };
}

/** Tests a check of one header by the values that are right and wrong. */
export function headerSuite(
  check: Check,
  name: string,
  {
    good,
    bad,
    severity,
    secure = false,
  }: { good: Value[]; bad: Value[]; severity: NonNullable<Case['severity']>; secure?: boolean },
  more: Readonly<Record<string, Case>> = {},
): void {
  const web = (value: Value) => ({ ...sending(name, value), secure });
  const cases = (values: Value[], wanted: Omit<Case, 'web'>) =>
    Object.fromEntries(
      values.map((value) => [`${wanted.outcome}: ${JSON.stringify(value)}`, { ...wanted, web: web(value) }]),
    );
  suite(check, {
    'passes on a correct service': { outcome: 'pass', web: { secure } },
    ...cases(good, { outcome: 'pass' }),
    ...cases(bad, { outcome: 'fail', severity }),
    'leaves it open when the service is broken': {
      outcome: 'inconclusive',
      web: { secure, answer: () => ({ status: 500 }) },
    },
    'does not apply without a policy': {
      outcome: 'not_applicable',
      against: undeclared,
      message: /declare policy\.headers|plain http/,
    },
    ...more,
  });
}
