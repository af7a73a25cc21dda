import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { certificateSurvey, needsTls } from '../../src/probe/tls.ts';

export const expiry: Check = {
  ...certificateSurvey,
  id: 'tls/expiry',
  cases: ['TLS-02'],
  title: 'The certificate is valid for as many days as declared',
  severity: 'high',
  kind: 'policy',
  why: 'A certificate that expires takes the whole service down at once, for every client.',
  remedy: 'Renew it, and have it renewed by itself; look at it with time to spare.',
  references: ['https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5'],
  needs: needsTls,
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const last = exchanges.at(-1);
  const { daysLeft, daysUntilValid } = last?.facts ?? {};
  if (last === undefined || typeof daysLeft !== 'number' || typeof daysUntilValid !== 'number')
    return inconclusive(`the handshake ${outcomeOf(last)}`, exchanges);
  if (daysLeft < 0) return fail(`it expired ${daysText(-daysLeft)} ago`, [last]);
  if (daysUntilValid > 0) return fail(`it is valid only in ${daysText(daysUntilValid)}`, [last]);
  const { minDays } = policy.tls ?? {};
  if (minDays !== undefined && daysLeft < minDays)
    return fail(`it expires in ${daysText(daysLeft)}, and ${minDays} are declared`, [last], 'medium');
  return pass(`it is valid for ${daysText(daysLeft)} more`, [last]);
}

function daysText(days: number): string {
  return days < 2 ? `${Math.round(days * 24)} hours` : `${Math.floor(days)} days`;
}
