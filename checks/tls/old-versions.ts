import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { failedControl, nameOf, needsTls, receptionOf, versionSurvey } from '../../src/probe/tls.ts';

export const oldVersions: Check = {
  ...versionSurvey,
  id: 'tls/old-versions',
  cases: ['TLS-03'],
  title: 'TLS 1.0 and 1.1 are refused',
  severity: 'medium',
  kind: 'spec',
  why: 'Both rest on MD5 and SHA-1, and no browser has spoken them since 2020: only attackers ask for them.',
  remedy: 'Set the least version to TLS 1.2 wherever TLS ends: load balancer, ingress, server.',
  references: ['https://www.rfc-editor.org/rfc/rfc8996'],
  needs: needsTls,
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  const control = failedControl(exchanges);
  if (control !== undefined) return inconclusive(`the handshake ${outcomeOf(control)}`, exchanges);
  const accepted: Exchange[] = [];
  for (const version of ['TLSv1', 'TLSv1.1']) {
    const reception = receptionOf(exchanges, version);
    if (reception.kind === 'accepted') accepted.push(reception.exchange);
  }
  if (accepted.length > 0) {
    const versions = accepted.map(({ facts }) => nameOf(String(facts?.['protocol']))).join(' and ');
    return fail(`it accepts ${versions}`, accepted);
  }
  for (const version of ['TLSv1', 'TLSv1.1']) {
    const reception = receptionOf(exchanges, version);
    if (reception.kind === 'open') return inconclusive(reception.reason, exchanges);
  }
  return pass('TLS 1.0 and 1.1 are refused, while ordinary handshakes succeed', exchanges);
}
