import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { failedControl, nameOf, needsTls, receptionOf, versionSurvey } from '../../src/probe/tls.ts';

const MODERN = ['1.2', '1.3'] as const;

export const modernVersions: Check = {
  ...versionSurvey,
  id: 'tls/modern-versions',
  cases: ['TLS-04'],
  title: 'TLS 1.2 and 1.3 are accepted, as declared',
  severity: 'medium',
  kind: 'policy',
  why: 'Clients that require TLS 1.3 are shut out by a server without it, and older ones by a server without 1.2.',
  remedy: 'Allow both versions wherever TLS ends.',
  references: ['https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1'],
  needs: needsTls,
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const control = failedControl(exchanges);
  if (control !== undefined) return inconclusive(`the handshake ${outcomeOf(control)}`, exchanges);
  const receptions = MODERN.map((version) => ({ version, ...receptionOf(exchanges, `TLSv${version}`) }));
  const declared = policy.tls?.versions;
  const accepted = receptions.filter(({ kind }) => kind === 'accepted').map(({ version }) => version);
  if (declared === undefined && accepted.length > 0)
    return pass(`it accepts ${accepted.map((version) => nameOf(`TLSv${version}`)).join(' and ')}`, exchanges);
  const wanted = receptions.filter(({ version }) => declared?.includes(version) ?? true);
  const refused = wanted.filter(({ kind }) => kind === 'refused');
  if (refused.length > 0) {
    const versions = refused.map(({ version }) => nameOf(`TLSv${version}`)).join(' and ');
    return fail(
      `it refuses ${versions}`,
      refused.flatMap(({ exchange }) => exchange ?? []),
    );
  }
  const open = wanted.find((each) => each.kind === 'open');
  if (open?.kind === 'open') return inconclusive(open.reason, exchanges);
  return pass(`it accepts ${accepted.map((version) => nameOf(`TLSv${version}`)).join(' and ')}`, exchanges);
}
