import { expect, test, vi } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
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

/** Tests one check against services that differ from a correct one as the cases say. */
export function suite(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.concurrent.each(Object.entries(cases))('%s', { timeout: 60_000 }, async (_, wanted) => {
    const service = await startLimited(wanted.service);
    try {
      const finding = await runOne(check, wanted.against?.(service) ?? service);
      expect({ outcome: finding.outcome, message: finding.message }).toEqual({
        outcome: wanted.outcome,
        message: expect.stringMatching(wanted.message ?? /./),
      });
    } finally {
      await service.close();
    }
  });
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
