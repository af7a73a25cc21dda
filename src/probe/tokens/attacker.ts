import { createSecretKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Algorithm } from './source.ts';

/** A key pair of somebody who is not the issuer; for HMAC both are the secret. */
export interface AttackerKey {
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);
const known = new Map<Algorithm, Promise<AttackerKey>>();

/** A key of the kind that the algorithm takes: new for every process, so that nobody can have come to trust it. */
export function attackerKey(algorithm: Algorithm): Promise<AttackerKey> {
  const found = known.get(algorithm) ?? newKey(algorithm);
  known.set(algorithm, found);
  return found;
}

/** The same algorithm for asymmetric ones, ES256 in place of HMAC: what a key in a header can be for. */
export function asymmetric(algorithm: Algorithm): Algorithm {
  return algorithm.startsWith('HS') ? 'ES256' : algorithm;
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

async function newKey(algorithm: Algorithm): Promise<AttackerKey> {
  if (algorithm.startsWith('HS')) {
    const secret = createSecretKey(randomBytes(64));
    return { algorithm, privateKey: secret, publicKey: secret };
  }
  const namedCurve = CURVES[algorithm];
  if (namedCurve !== undefined) return { algorithm, ...(await generate('ec', { namedCurve })) };
  if (algorithm === 'EdDSA') return { algorithm, ...(await generate('ed25519')) };
  return { algorithm, ...(await generate('rsa', { modulusLength: 2048 })) };
}
