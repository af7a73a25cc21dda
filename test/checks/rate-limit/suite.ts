import { expect, test, vi } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import type { FindingReport } from '../../../src/model/report.ts';
import { type Against, runOne } from '../run.ts';
import { type Options, startLimited } from './service.ts';

// Nearly all of the time is spent waiting for windows to pass.
vi.setConfig({ maxConcurrency: 20 });

export interface Case {
  readonly outcome: CheckOutcome;
  readonly service?: Options;
  /** Changes what is declared, or how it is tried. */
  readonly against?: (against: Against) => Against;
  readonly message?: RegExp;
}

/** What holds for every check of limits; tried with one of them, since they share what is sent. */
export const COMMON: Readonly<Record<string, Case>> = {
  'does not apply without limits': {
    outcome: 'not_applicable',
    against: (against) => ({ ...against, policy: {} }),
    message: /declare policy.limits/,
  },
  'does not call what is not safe': {
    outcome: 'not_applicable',
    against: (against) => ({ ...against, endpoints: { limited: { method: 'POST', path: '/limited' } } }),
    message: /safe: true/,
  },
  'leaves it open when the endpoint fails': {
    outcome: 'inconclusive',
    service: { status: 500, change: (verdict, calls) => ({ ...verdict, admitted: calls < 5 }) },
    message: /status 500/,
  },
};

/** A machine that is too slow leaves open what it would have told in time. */
const ATTEMPTS = 3;

/** Tests one check against services that differ from a correct one as the cases say. */
export function suite(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.concurrent.each(Object.entries(cases))('%s', { timeout: 120_000 }, async (_, wanted) => {
    let found = await findingOf(check, wanted);
    for (let attempt = 2; attempt <= ATTEMPTS && isOpen(found, wanted); attempt++)
      found = await findingOf(check, wanted);
    expect(found).toEqual({
      outcome: wanted.outcome,
      message: expect.stringMatching(wanted.message ?? /./),
    });
  });
}

type Found = Pick<FindingReport, 'outcome' | 'message'>;

async function findingOf(check: Check, { service: options, against }: Case): Promise<Found> {
  const service = await startLimited(options);
  try {
    const { outcome, message } = await runOne(check, against?.(service) ?? service);
    return { outcome, message };
  } finally {
    await service.close();
  }
}

/** A wrong answer is final. */
function isOpen({ outcome }: Found, wanted: Case): boolean {
  return outcome === 'inconclusive' && wanted.outcome !== 'inconclusive';
}

/** Declares the limit in another way too. */
export function declared(
  change: Partial<NonNullable<Against['policy']['limits']>[number]>,
): (against: Against) => Against {
  return (against) => {
    const [limit] = against.policy.limits!;
    return { ...against, policy: { ...against.policy, limits: [{ ...limit!, ...change }] } };
  };
}
