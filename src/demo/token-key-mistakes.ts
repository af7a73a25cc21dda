import { compactVerify, importJWK, type JWK, type JWTPayload } from 'jose';
import { isHmac, parsed, type Reading, readToken } from './token-reading.ts';
import type { TokenRules } from './tokens.ts';

/** The defect of a verifier that finds its key in the header of the token. */
export async function byHeaderKey({ token, header }: Reading): Promise<JWTPayload | undefined> {
  const { jwk, alg } = header;
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  try {
    const { payload } = await compactVerify(token, await importJWK(jwk as JWK, String(alg)));
    return parsed(new TextDecoder().decode(payload)) as JWTPayload;
  } catch {
    return undefined;
  }
}

/** The defect of one that asks where the header says; the demo asks nobody, and reads what stands in the address itself. */
export async function byAddress(reading: Reading): Promise<JWTPayload | undefined> {
  const [, encoded] = /^data:application\/json,(.*)$/.exec(String(reading.header['jku'])) ?? [];
  const { keys } = parsed(decodeURIComponent(encoded ?? ''));
  const [jwk] = Array.isArray(keys) ? (keys as unknown[]) : [];
  return byHeaderKey({ ...reading, header: { ...reading.header, jwk } });
}

/** The defect of a parser that takes the flattened JSON serialization for a token, too. */
export function fromJson({ token }: Reading, { verifyWith }: TokenRules): JWTPayload | undefined {
  const { protected: header, payload, signature } = parsed(token);
  const reading = readToken(`${header}.${payload}.${signature}`);
  return isHmac(reading, verifyWith) ? reading.payload : undefined;
}
