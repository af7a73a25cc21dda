import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CertificateTerms, issueCertificate } from '../../../src/demo/certificate.ts';

const DAY = 86_400_000;

/** Kinds of keys that servers have. */
export const KEYS = {
  'RSA of 2048 bits': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'RSA of 1024 bits': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
} as const;
export type KeyKind = keyof typeof KEYS;

export interface Wanted {
  readonly key?: KeyKind;
  readonly altNames?: readonly string[];
  /** Until it expires; may be negative. */
  readonly days?: number;
  /** Until it is valid; negative for some time ago. */
  readonly from?: number;
  readonly digest?: CertificateTerms['digest'];
  /** Of the authority that signs. */
  readonly signer?: KeyKind;
  /** By an intermediate authority, which the server shows, or forgets. */
  readonly intermediate?: 'shown' | 'forgotten';
  /** By itself. */
  readonly selfSigned?: boolean;
}

export interface Certified {
  readonly cert: string;
  readonly key: string;
  /** File of the authority. */
  readonly ca: string;
  remove(): void;
}

/** A certificate as wanted, and the authority that vouches for it. */
export function certified(wanted: Wanted): Certified {
  const { key = 'P-256', signer = 'P-256' } = wanted;
  const root = authority('root', KEYS[signer]().privateKey);
  const middle = wanted.intermediate && authority('middle', KEYS['P-256']().privateKey, root);
  const own = KEYS[key]();
  const issuer = wanted.selfSigned ? { name: 'server', key: own.privateKey } : (middle ?? root);
  const leaf = issue({ ...wanted, name: 'server', publicKey: own.publicKey, issuer });
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-tls-'));
  writeFileSync(join(folder, 'ca.pem'), root.cert);
  return {
    cert: leaf + (wanted.intermediate === 'shown' ? middle!.cert : ''),
    key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    ca: join(folder, 'ca.pem'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Signer = CertificateTerms['issuer'] & { readonly cert: string };

function authority(name: string, key: KeyObject, issuer: CertificateTerms['issuer'] = { name, key }): Signer {
  return { name, key, cert: issue({ name, publicKey: createPublicKey(key), issuer, isAuthority: true }) };
}

function issue({
  altNames = ['localhost', '127.0.0.1'],
  days = 90,
  from = -1,
  ...terms
}: Omit<Wanted, 'key'> & Pick<CertificateTerms, 'name' | 'publicKey' | 'issuer' | 'isAuthority'>): string {
  const now = Date.now();
  const { name, publicKey, issuer, digest, isAuthority } = terms;
  return issueCertificate({
    name,
    publicKey,
    issuer,
    altNames: isAuthority ? [] : altNames,
    notBefore: new Date(now + Math.min(from, days - 1) * DAY),
    notAfter: new Date(now + days * DAY),
    ...(digest && { digest }),
    ...(isAuthority && { isAuthority }),
  });
}
