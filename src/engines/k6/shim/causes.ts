import type { Failure } from '../../answers/raw.ts';

/** Those of HTTP statuses, which are answers and no failures. */
const ANSWERED = { first: 1400, last: 1599 };

/** k6's numbers for what the embedded engine knows by these names. */
const CAUSES: Readonly<Record<number, Failure>> = {
  1050: { kind: 'timeout', code: 'timeout' },
  1100: { kind: 'network', code: 'ENOTFOUND' },
  1101: { kind: 'network', code: 'ENOTFOUND' },
  1201: { kind: 'network', code: 'EPIPE' },
  1211: { kind: 'timeout', code: 'connect-timeout' },
  1212: { kind: 'network', code: 'ECONNREFUSED' },
  1220: { kind: 'network', code: 'ECONNRESET' },
  1310: { kind: 'network', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  1311: { kind: 'network', code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};

/** What k6 has no number for, by its words. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^proxyconnect /, 'proxy-unreachable'],
  [/certificate has expired.* is after /, 'CERT_HAS_EXPIRED'],
  [/certificate has expired.* is before /, 'CERT_NOT_YET_VALID'],
  [/tls: certificate required/, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  [/does not look like a TLS handshake/, 'ERR_SSL_WRONG_VERSION_NUMBER'],
  [/unexpected EOF/, 'truncated'],
  [/\bEOF\b|server closed|closed network connection/, 'closed'],
  [/malformed HTTP (?:response|status|version)/, 'malformed-status-line'],
  [/malformed MIME header|invalid header/, 'malformed-header'],
  [/bad Content-Length|invalid Content-Length/i, 'bad-content-length'],
  [/malformed chunked|invalid chunk|chunk length/, 'bad-chunk'],
  [/transfer encoding/, 'bad-transfer-coding'],
  [/connection reset/, 'ECONNRESET'],
  [/connection refused/, 'ECONNREFUSED'],
];

/** A plan that demands HTTP/2 takes no other answer; Go falls back in silence. `protocol`: as k6 names it. */
export function refusalOf(protocol: string): Failure | undefined {
  return protocol === 'HTTP/2.0' ? undefined : { kind: 'network', code: 'h2-refused' };
}

/** Why there was no complete answer, from what k6 says of it; undefined when there was one. */
export function causeOf(code: number, words: string): Failure | undefined {
  if (!code && !words) return undefined;
  if (code >= ANSWERED.first && code <= ANSWERED.last) return undefined;
  const known = CAUSES[code];
  if (known) return known;
  const [, found] = WORDS.find(([pattern]) => pattern.test(words)) ?? [];
  if (found !== undefined) return { kind: 'network', code: found };
  if (/timeout|deadline exceeded/.test(words)) return { kind: 'timeout', code: 'timeout' };
  return { kind: 'network', code: `k6-${code}` };
}
