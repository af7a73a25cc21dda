import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { certificateSurvey, needsTls } from '../../src/probe/tls.ts';

export const trusted: Check = {
  ...certificateSurvey,
  id: 'tls/trusted',
  cases: ['TLS-01'],
  title: 'The certificate is vouched for by a trusted authority, and for every declared name',
  severity: 'high',
  kind: 'policy',
  why: 'Clients refuse such a server, or have been told to accept any: then nobody knows whom they talk to.',
  remedy:
    'Install a certificate for all names, together with the intermediate ones that lead to the authority.',
  references: ['https://www.rfc-editor.org/rfc/rfc9525', 'https://www.rfc-editor.org/rfc/rfc5280#section-6'],
  needs: needsTls,
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const last = exchanges.at(-1);
  const { authorised, authorisationError, verified, identity, missingNames = '' } = last?.facts ?? {};
  if (last === undefined || authorised === undefined)
    return inconclusive(`the handshake ${outcomeOf(last)}`, exchanges);
  const { trusted: wanted = verified === true, names = [] } = policy.tls ?? {};
  const missing = String(missingNames)
    .split(' ')
    .filter((name) => names.includes(name) || (wanted && name === identity));
  const wrongs = [
    ...(wanted && authorised === false ? [`it is not trusted: ${quote(String(authorisationError))}`] : []),
    ...missing.map((name) => `it is not for ${quote(name)}, but for ${altNames(last)}`),
  ];
  if (wrongs.length > 0) return fail(wrongs.join('; '), [last]);
  if (wanted || names.length > 0) return pass(`it is for ${altNames(last)}, by ${issuer(last)}`, [last]);
  return {
    outcome: 'not_applicable',
    message: 'target.tls.insecure: nothing is verified; declare policy.tls.trusted: true, or names',
    exchanges: [last.id],
  };
}

function altNames({ facts }: Exchange): string {
  return quote(String(facts?.['altNames'] || 'no name at all'), 200);
}

function issuer({ facts }: Exchange): string {
  return quote(String(facts?.['issuer']), 200);
}
