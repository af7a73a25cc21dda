import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { MintedJwt } from '../../../src/model/identity.ts';

export interface Keys {
  readonly sign: string;
  readonly verify: Uint8Array | KeyObject;
  readonly publicPem: string | undefined;
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** New keys of an issuer and its service, as text for the plan and ready to verify with. */
export function keysFor(algorithm: MintedJwt['algorithm']): Keys {
  if (algorithm.startsWith('HS')) {
    const secret = randomBytes(64).toString('hex');
    return { sign: secret, verify: new TextEncoder().encode(secret), publicPem: undefined };
  }
  const pair = pairFor(algorithm);
  const sign = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { sign, verify: createPublicKey(publicPem), publicPem };
}

function pairFor(algorithm: string) {
  const namedCurve = CURVES[algorithm];
  if (namedCurve !== undefined) return generateKeyPairSync('ec', { namedCurve });
  return algorithm === 'EdDSA'
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
}
