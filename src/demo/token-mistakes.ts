import { createHmac, timingSafeEqual } from 'node:crypto';
import { resolve } from 'node:path/posix';
import { type JWTPayload, SignJWT } from 'jose';
import type { DefectId } from './defects.ts';
import { CLAIM_MISTAKES } from './token-claim-mistakes.ts';
import { byAddress, byHeaderKey, fromJson } from './token-key-mistakes.ts';
import { isHmac, type Reading, readToken } from './token-reading.ts';
import type { TokenRules } from './tokens.ts';

/** The claims that a service takes for signed, though they are not; undefined for a token that the mistake does not touch. */
export type Mistake = (
  reading: Reading,
  rules: TokenRules,
) => JWTPayload | undefined | Promise<JWTPayload | undefined>;

/** Ways in which real verifiers take a bad signature for a good one, by defect. */
const MISTAKES: Partial<Record<DefectId, Mistake>> = {
  'jwt-alg-none': where(({ header }) => String(header['alg']).toLowerCase() === 'none'),
  'jwt-signature-optional': where(
    ({ header, signature }, { algorithm }) => header['alg'] === algorithm && signature.length === 0,
  ),
  'jwt-signature-prefix': where(
    ({ header, signed, signature }, { verifyWith }) =>
      header['alg'] === 'HS256' &&
      verifyWith.type === 'secret' &&
      signature.length >= 8 &&
      timingSafeEqual(
        createHmac('sha256', verifyWith).update(signed).digest().subarray(0, 8),
        signature.subarray(0, 8),
      ),
  ),
  'jwt-signature-unchecked': where(
    ({ header, signature }, { algorithm }) => header['alg'] === algorithm && signature.length === 32,
  ),
  'jwt-signed-by-anybody': where(
    ({ header, signature }, { algorithm }) => header['alg'] === algorithm && signature.length === 256,
  ),
  'jwt-algorithm-confusion': where(
    (reading, { publicPem }) => publicPem !== undefined && isHmac(reading, publicPem),
  ),
  'jwt-blank-secret': where((reading) => isHmac(reading, '')),
  'jwt-any-hash': where((reading, { verifyWith }) => isHmac(reading, verifyWith)),
  'jwt-zero-signature': where(
    ({ header, signature }) =>
      header['alg'] === 'ES256' && signature.length === 64 && signature.every((byte) => byte === 0),
  ),
  'jwt-header-key': byHeaderKey,
  'jwt-key-address': byAddress,
  'jwt-kid-as-path': where(
    (reading) => resolve('/keys', String(reading.header['kid'])) === '/dev/null' && isHmac(reading, ''),
  ),
  'jwt-kid-in-query': where((reading) => {
    const [, selected] = / UNION SELECT '(\w+)'/.exec(String(reading.header['kid'])) ?? [];
    return selected !== undefined && isHmac(reading, selected);
  }),
  'jwt-kid-blank': where(({ header }) => header['kid'] === ''),
  'jwt-json-form': fromJson,
  ...CLAIM_MISTAKES,
};

/** The token as it is; one that a defect takes for good is signed anew. */
export async function mistaken(
  token: string,
  rules: TokenRules,
  defects: ReadonlySet<DefectId>,
): Promise<string> {
  const mistakes = [...defects].flatMap((id) => MISTAKES[id] ?? []);
  if (mistakes.length === 0) return token;
  const reading = readToken(token);
  for (const mistake of mistakes) {
    const claims = await mistake(reading, rules);
    if (claims !== undefined) return resigned(claims, rules);
  }
  return token;
}

/** The defect of a key id that is taken for text: another type is a fault of the service. */
export function stumbleOver(token: string): void {
  if (typeof readToken(token).header['kid'] === 'number') throw new TypeError('kid.split is not a function');
}

function where(isTaken: (reading: Reading, rules: TokenRules) => boolean): Mistake {
  return (reading, rules) => (isPlain(reading) && isTaken(reading, rules) ? reading.payload : undefined);
}

/** Critical extensions and foreign characters are the mistakes of others. */
function isPlain({ header, token }: Reading): boolean {
  return !('crit' in header) && /^[\w.-]+$/.test(token);
}

function resigned(claims: JWTPayload, { algorithm, signWith, type }: TokenRules): Promise<string> {
  const header = { alg: algorithm, ...(type !== undefined && { typ: type }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(signWith);
}
