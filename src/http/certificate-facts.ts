import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

const DAY = 86_400_000;
/** Longest chain that is counted. */
const LONGEST_CHAIN = 20;

/** What one handshake shows of a server and its certificate, as plain values that can be stored. */
export type CertificateFacts = {
  /** As `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  /** The chain leads to an authority that the target's settings trust. */
  readonly authorised: boolean;
  /** Why it does not, as OpenSSL calls it; empty where it does. */
  readonly authorisationError: string;
  /** Of the names asked for, those that the certificate is not for, by blanks. */
  readonly missingNames: string;
  readonly subject: string;
  readonly altNames: string;
  readonly issuer: string;
  /** Whole days and parts of days until it expires; below 0 when it has. */
  readonly daysLeft: number;
  /** The same until it begins to be valid; above 0 when it is not valid yet. */
  readonly daysUntilValid: number;
  /** As `rsa`, `ec`, `ed25519`. */
  readonly keyType: string;
  /** Length of an RSA modulus or an EC order; 0 for other kinds, whose length is fixed. */
  readonly keyBits: number;
  /** As `ecdsa-with-SHA256`; empty where this Node cannot tell. */
  readonly signature: string;
  /** Its own issuer: nobody else vouches for it, so its signature says nothing. */
  readonly selfIssued: boolean;
  /** Certificates from the server's own to the last that is known. */
  readonly chain: number;
};

interface Asked {
  readonly identity: string;
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The facts of a finished handshake; undefined without a certificate. */
export function certificateFacts(
  socket: TLSSocket,
  { identity, names, now }: Asked,
): CertificateFacts | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const missing = [identity, ...names].filter((name) => !isFor(certificate, name));
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.name ?? '',
    authorised: socket.authorized,
    // The types say that it is an error; it is the code of one.
    authorisationError: socket.authorized ? '' : String(socket.authorizationError),
    missingNames: missing.join(' '),
    subject: oneLine(certificate.subject),
    altNames: certificate.subjectAltName ?? '',
    issuer: oneLine(certificate.issuer),
    daysLeft: daysBetween(now, Date.parse(certificate.validTo)),
    daysUntilValid: daysBetween(now, Date.parse(certificate.validFrom)),
    ...keyOf(certificate),
    signature: certificate.signatureAlgorithm ?? '',
    selfIssued: certificate.subject === certificate.issuer,
    chain: chainLength(socket.getPeerCertificate(true)),
  };
}

/** True where a certificate is for a name or an address; the common name counts for nothing (RFC 9525, section 2). */
function isFor(certificate: X509Certificate, given: string): boolean {
  const name = given.replace(/\.$/, '');
  if (isIP(name) !== 0) return certificate.checkIP(name) !== undefined;
  return certificate.checkHost(name, { subject: 'never' }) !== undefined;
}

function keyOf({ publicKey }: X509Certificate): Pick<CertificateFacts, 'keyType' | 'keyBits'> {
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const bits = namedCurve === undefined ? modulusLength : curveBits(namedCurve);
  return { keyType: publicKey.asymmetricKeyType ?? 'unknown', keyBits: bits };
}

/** The length is part of every curve's name, as in prime256v1, secp384r1, brainpoolP256r1, P-521. */
function curveBits(curve: string): number {
  return Number(/\d{3}/.exec(curve)?.[0] ?? 0);
}

function daysBetween(from: number, to: number): number {
  return Math.floor(((to - from) / DAY) * 100) / 100;
}

/** A chain whose root is known ends in a certificate that is its own issuer. */
function chainLength(first: DetailedPeerCertificate): number {
  let length = 1;
  for (
    let at = first;
    at.issuerCertificate && at.issuerCertificate !== at && length < LONGEST_CHAIN;
    length++
  )
    at = at.issuerCertificate;
  return length;
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
