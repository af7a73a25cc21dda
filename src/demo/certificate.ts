import { createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** What a certificate says, and who signs it. */
export interface CertificateTerms {
  /** Common name of the subject. */
  readonly name: string;
  /** Names and IPv4 addresses that it is for. */
  readonly altNames?: readonly string[];
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Common name and private key (EC, RSA or Ed25519) of whoever signs. */
  readonly issuer: { readonly name: string; readonly key: KeyObject | string };
  readonly digest?: 'sha1' | 'sha256';
  /** It may sign further certificates. */
  readonly isAuthority?: boolean;
}

/** A certificate of X.509 version 3 as PEM, for demo and tests: just enough DER for a server on loopback (RFC 5280). */
export function issueCertificate(terms: CertificateTerms): string {
  const { issuer, digest = 'sha256', publicKey } = terms;
  const key = typeof issuer.key === 'string' ? createPrivateKey(issuer.key) : issuer.key;
  const algorithm = SIGNATURES[`${key.asymmetricKeyType} ${digest}`] ?? SIGNATURES['ed25519 sha256']!;
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(issuer.name),
    sequence(time(terms.notBefore), time(terms.notAfter)),
    nameOf(terms.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(terms))),
  );
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : digest, content, key);
  return pem(sequence(content, algorithm, bits(signature)));
}

function extensions({ altNames = [], isAuthority = false }: CertificateTerms): Buffer[] {
  const names = altNames.map((name) =>
    isIPv4(name)
      ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
      : tagged(0x82, Buffer.from(name, 'latin1')),
  );
  const constraints = isAuthority ? sequence(tagged(0x01, Buffer.from([0xff]))) : sequence();
  return [
    sequence(oid('551d13'), tagged(0x01, Buffer.from([0xff])), octets(constraints)),
    ...(names.length === 0 ? [] : [sequence(oid('551d11'), octets(sequence(...names)))]),
  ];
}

/** AlgorithmIdentifier by kind of key and digest (RFC 8017, RFC 5758, RFC 8410). */
const SIGNATURES: Readonly<Record<string, Buffer>> = {
  'rsa sha256': sequence(oid('2a864886f70d01010b'), tagged(0x05, Buffer.alloc(0))),
  'rsa sha1': sequence(oid('2a864886f70d010105'), tagged(0x05, Buffer.alloc(0))),
  'ec sha256': sequence(oid('2a8648ce3d040302')),
  'ec sha1': sequence(oid('2a8648ce3d0401')),
  'ed25519 sha256': sequence(oid('2b6570')),
};

function nameOf(common: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(common)))));
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, section 4.1.2.5). */
function time(date: Date): Buffer {
  const text = `${date.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '')}Z`;
  const isShort = date.getUTCFullYear() < 2050;
  return tagged(isShort ? 0x17 : 0x18, Buffer.from(isShort ? text.slice(2) : text));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function explicit(tag: number, content: Buffer): Buffer {
  return tagged(0xa0 + tag, content);
}

function integer(content: Buffer): Buffer {
  return tagged(0x02, content);
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.alloc(1), content]));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

/** Tag, length and content (X.690, section 8.1). */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
