import { expect, test, vi } from 'vitest';
import type { Check, Profile } from '../../../src/model/check.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { type Against, runOne } from '../run.ts';
import { startService } from './service.ts';
import type { Options } from './verifier.ts';

// Most of the time is spent waiting.
vi.setConfig({ maxConcurrency: 20 });

export interface Case {
  readonly outcome: CheckOutcome;
  readonly service?: Options;
  /** Changes what is declared. */
  readonly against?: (against: Against) => Against;
  readonly message?: RegExp;
  readonly severity?: string;
  readonly profile?: Profile;
  /** Rows that failed. */
  readonly cases?: readonly string[];
}

/** A service that stops telling tokens apart while the check goes on. */
export const TROUBLED: Readonly<Record<string, Case>> = {
  'leaves it open when answers become 429': { outcome: 'inconclusive', service: { defect: 'limited' } },
  'leaves it open when answers become 500': { outcome: 'inconclusive', service: { defect: 'failing' } },
  'leaves it open when the control stops working': {
    outcome: 'inconclusive',
    service: { defect: 'revoking' },
  },
};

/** Tests one check against services that differ from the correct one; the correct ones are in correct.test.ts. */
export function suite(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.concurrent.each(Object.entries(cases))('%s', async (_, wanted) => {
    const service = await startService(wanted.service);
    try {
      const { profile, against = (given) => given } = wanted;
      const finding = await runOne(check, { ...against(service), ...(profile && { profile }) });
      expect({ outcome: finding.outcome, message: finding.message }).toEqual({
        outcome: wanted.outcome,
        message: expect.stringMatching(wanted.message ?? /./),
      });
      if (wanted.severity) expect(finding.severity).toBe(wanted.severity);
      if (wanted.cases) expect(finding.cases).toEqual(wanted.cases);
      expect(JSON.stringify(finding.all)).not.toMatch(/eyJ[\w-]+\.eyJ/);
    } finally {
      await service.close();
    }
  });
}

/** Declares another policy of tokens. */
export function declaring(jwt: Partial<NonNullable<Against['policy']['jwt']>>): Case['against'] {
  return (against) => ({
    ...against,
    policy: { ...against.policy, jwt: { ...against.policy.jwt!, ...jwt } },
  });
}

/** Declares nothing at all. */
export const undeclared: Case['against'] = (against) => ({ ...against, policy: {} });
