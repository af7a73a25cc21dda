import { forge } from '../forge.ts';
import { ENCODING_NAMES, publicKeyEncodings } from '../keys.ts';
import type { Algorithm, Source } from '../source.ts';
import { minted, type Section } from '../variant.ts';

/** Encodings that a standard run tries: those that servers hold a key in most often. */
const USUAL: readonly string[] = [
  'SPKI PEM',
  'SPKI PEM without final LF',
  'SPKI PEM after LF',
  'SPKI DER',
  'JWK JSON',
  'PKCS#1 PEM',
  'x5c PEM',
  'declared text',
];

export const CONFUSION: Section = {
  id: 'jwt/algorithm-confusion',
  needs: ({ policy }) => {
    const { algorithm = 'HS256' } = policy.jwt ?? {};
    return algorithm.startsWith('HS')
      ? `policy.jwt.algorithm is ${algorithm}: there is no public key that could be taken for a secret`
      : undefined;
  },
  variants: () =>
    ENCODING_NAMES.map((name) => ({
      name,
      need: 'public key',
      least: USUAL.includes(name) ? 'standard' : 'deep',
      token: (source) => confused(source, name),
    })),
};

/** Empty where the key has no such encoding: nothing is sent then. */
function confused(source: Source, name: string): string {
  const encoding = publicKeyEncodings(source.publicKey ?? '').find((each) => each.name === name);
  if (encoding === undefined) return '';
  return forge({
    header: { ...source.header, alg: 'HS256' },
    payload: source.claims(),
    signWith: { kind: 'hmac', key: encoding.key },
  });
}

export const ALLOW_LIST: Section = {
  id: 'jwt/algorithm-allow-list',
  needs: ({ policy }) => {
    if (policy.jwt?.algorithms === undefined)
      return 'declare policy.jwt.algorithms, every signature algorithm that the service accepts';
    const { algorithm, algorithms } = policy.jwt;
    return undeclared(algorithm, algorithms).length > 0
      ? undefined
      : `a key for ${algorithm} can be used with no algorithm that is not declared`;
  },
  variants: ({ policy }) =>
    undeclared(policy.jwt?.algorithm ?? '', policy.jwt?.algorithms ?? []).map((algorithm) =>
      minted({
        name: algorithm,
        verdict: 'invalid',
        token: ({ header, claims, issuer }) =>
          issuer!.signAnything({ ...header, alg: algorithm }, claims(), algorithm),
      }),
    ),
};

/** What else the same key could sign: a secret serves every HMAC, an RSA key six algorithms, all others one alone. */
function undeclared(algorithm: string, declared: readonly string[]): Algorithm[] {
  const family: readonly Algorithm[] = algorithm.startsWith('HS')
    ? ['HS256', 'HS384', 'HS512']
    : /^(RS|PS)/.test(algorithm)
      ? ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
      : [];
  return family.filter((each) => each !== algorithm && !declared.includes(each));
}
