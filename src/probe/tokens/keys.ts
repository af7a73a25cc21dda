import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/** A public key as bytes that a confused server might use as an HMAC secret. */
export interface KeyEncoding {
  readonly name: string;
  readonly key: Uint8Array;
}

/** Names of all the encodings that a key, its certificate and its declared text can have. */
export const ENCODING_NAMES: readonly string[] = [
  'SPKI PEM',
  'SPKI PEM without final LF',
  'SPKI PEM after LF',
  'SPKI PEM after space',
  'SPKI DER',
  'SPKI base64',
  'JWK JSON',
  'PKCS#1 PEM',
  'PKCS#1 PEM without final LF',
  'PKCS#1 DER',
  'x5c PEM',
  'x5c PEM without final LF',
  'x5c base64',
  'declared text',
];

/**
 * Every form in which servers are known to hold a public key (CVE-2015-9235; fast-jwt GHSA-mvf2, GHSA-ww5h for the
 * white space). `text` is PEM: a public key, a certificate, or a private key that the public one is derived from.
 */
export function publicKeyEncodings(declared: string): KeyEncoding[] {
  // Environment variables often hold a PEM with its line breaks written as \n.
  const text = declared.replaceAll('\\n', '\n');
  const certificate = text.includes('BEGIN CERTIFICATE') ? new X509Certificate(text) : undefined;
  const key = certificate?.publicKey ?? createPublicKey(text);
  const encodings = [...keyForms(key), ...(certificate ? certificateForms(certificate) : [])];
  if (!text.includes('PRIVATE KEY')) encodings.push({ name: 'declared text', key: Buffer.from(text) });
  return distinct(encodings);
}

function keyForms(key: KeyObject): KeyEncoding[] {
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  const der = key.export({ type: 'spki', format: 'der' });
  return [
    { name: 'SPKI PEM', key: Buffer.from(pem) },
    { name: 'SPKI PEM without final LF', key: Buffer.from(pem.trimEnd()) },
    { name: 'SPKI PEM after LF', key: Buffer.from(`\n${pem}`) },
    { name: 'SPKI PEM after space', key: Buffer.from(` ${pem}`) },
    { name: 'SPKI DER', key: der },
    { name: 'SPKI base64', key: Buffer.from(der.toString('base64')) },
    { name: 'JWK JSON', key: Buffer.from(JSON.stringify(key.export({ format: 'jwk' }))) },
    ...(key.asymmetricKeyType === 'rsa' ? pkcs1Forms(key) : []),
  ];
}

function pkcs1Forms(key: KeyObject): KeyEncoding[] {
  const pem = key.export({ type: 'pkcs1', format: 'pem' }).toString();
  return [
    { name: 'PKCS#1 PEM', key: Buffer.from(pem) },
    { name: 'PKCS#1 PEM without final LF', key: Buffer.from(pem.trimEnd()) },
    { name: 'PKCS#1 DER', key: key.export({ type: 'pkcs1', format: 'der' }) },
  ];
}

function certificateForms(certificate: X509Certificate): KeyEncoding[] {
  const pem = certificate.toString();
  return [
    { name: 'x5c PEM', key: Buffer.from(pem) },
    { name: 'x5c PEM without final LF', key: Buffer.from(pem.trimEnd()) },
    { name: 'x5c base64', key: Buffer.from(certificate.raw.toString('base64')) },
  ];
}

function distinct(encodings: readonly KeyEncoding[]): KeyEncoding[] {
  const seen = new Set<string>();
  return encodings.filter(({ key }) => {
    const bytes = Buffer.from(key).toString('base64');
    if (seen.has(bytes)) return false;
    seen.add(bytes);
    return true;
  });
}
