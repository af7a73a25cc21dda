import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { InconclusiveError } from '../../src/probe/failures.ts';
import { forge } from '../../src/probe/forge.ts';
import { needsJwt } from '../../src/probe/jwt-check.ts';
import { judgeRejected } from '../../src/probe/jwt-judge.ts';
import { publicKeyEncodings } from '../../src/probe/jwt-keys.ts';
import { jwtTrial, observeVariants, type Variant, variantBudget } from '../../src/probe/jwt-observe.ts';

/** Most encodings that a key and its certificate can have. */
const MOST = 16;

export const algorithmConfusion: Check = {
  id: 'jwt/algorithm-confusion',
  cases: ['JWT-S07'],
  title: 'A token signed by HMAC with the public key as secret is rejected',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'The public key is public: a verifier that takes it for an HMAC secret accepts tokens of anyone.',
  remedy: 'Bind each key to exactly one algorithm; never let the header of the token choose it.',
  references: ['RFC 8725 sections 2.1 and 3.1', 'CVE-2015-9235'],
  budget: () => variantBudget(MOST),
  needs: (context) => needsJwt(context) ?? needsPublicKey(context),
  observe: async (probe, context) =>
    observeVariants(probe, await jwtTrial(probe, context), variantsOf(probe, context)),
  judge: (exchanges) => judgeRejected(exchanges, 'HS256 token keyed with the public key'),
};

function needsPublicKey({ policy }: CheckContext): string | undefined {
  const algorithm = policy.jwt?.algorithm ?? '';
  if (!algorithm.startsWith('HS')) return undefined;
  return `policy.jwt.algorithm is ${algorithm}: there is no public key that could be taken for a secret`;
}

function variantsOf(probe: Probe, context: CheckContext): Variant[] {
  return publicKeyEncodings(publicKeyOf(probe, context)).map(({ name, key }) => ({
    name,
    token: (mint) =>
      forge({
        header: { ...mint.header, alg: 'HS256' },
        payload: mint.claims(),
        signWith: { kind: 'hmac', key },
      }),
  }));
}

function publicKeyOf(probe: Probe, { policy }: CheckContext): string {
  const declared = policy.jwt!;
  const settings = probe.minter(declared.identity);
  const key = declared.publicKey ?? (settings?.algorithm.startsWith('HS') ? undefined : settings?.key);
  if (key === undefined)
    throw new InconclusiveError('there is no private key to derive it from: declare policy.jwt.publicKey');
  return key;
}
