import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { certificateSurvey, needsTls } from '../../src/probe/tls.ts';

export const key: Check = {
  ...certificateSurvey,
  id: 'tls/key',
  cases: ['TLS-05'],
  title: "The certificate's key is as long as declared, and nobody signed it by a broken hash",
  severity: 'medium',
  kind: 'policy',
  why: 'Short RSA keys can be factored, and certificates signed over SHA-1 can be forged.',
  remedy: 'Issue it anew: ECDSA P-256 or RSA of 2048 bits and more, signed with SHA-256 or better.',
  references: ['https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final', 'https://www.rfc-editor.org/rfc/rfc9155'],
  needs: needsTls,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const last = exchanges.at(-1);
  if (last?.facts?.['keyType'] === undefined)
    return inconclusive(`the handshake ${outcomeOf(last)}`, exchanges);
  const wrongs = [...keyFaults(last, context), ...signatureFaults(last)];
  const { keyType, keyBits, signature } = last.facts;
  if (wrongs.length > 0) return fail(wrongs.join('; '), [last]);
  const length = keyBits === 0 ? '' : ` of ${keyBits} bits`;
  return pass(`its key is ${keyType}${length}, signed by ${quote(String(signature))}`, [last]);
}

function keyFaults({ facts }: Exchange, { policy }: CheckContext): string[] {
  const type = String(facts?.['keyType']);
  const bits = Number(facts?.['keyBits']);
  const least = type.startsWith('rsa') ? policy.tls?.keyBits.rsa : policy.tls?.keyBits.ec;
  // Edwards curves come in lengths that are all long enough.
  if (bits === 0 || least === undefined || bits >= least) return [];
  return [`its ${type.toUpperCase()} key has ${bits} bits, and ${least} are the least`];
}

/** Trust in a certificate that signs itself does not come from its signature. */
function signatureFaults({ facts }: Exchange): string[] {
  const signature = String(facts?.['signature']);
  const broken = /sha-?1(?!\d)|md[245]/i.test(signature) && facts?.['selfIssued'] !== true;
  return broken ? [`it is signed by ${quote(signature)}, whose hash is broken`] : [];
}
