import { generateKeyPairSync } from 'node:crypto';
import type { ServerOptions } from 'node:https';
import { issueCertificate } from './certificate.ts';
import { DEMO_ONLY_CERTIFICATE, DEMO_ONLY_CERTIFICATE_KEY } from './keys.ts';
import type { DemoState } from './state.ts';

/**
 * Signs certificates with defects when the demo starts, since some of them depend on the day. Public on purpose: its
 * authority is trusted by nobody but the shipped plans, and may vouch for nothing but loopback.
 */
const DEMO_ONLY_CA_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgskQoFQSXxD4mDr1T
Y19A1aOcwFyhow/PuZFEdBgIk6ChRANCAASokqLp5gq3I7Z6AhYZvs5EeZvwTrUE
JZgpuL2E9RCCmcHbRue6iIosrKocOrrsTp/YoSdHBq4yORXX/+anpM+t
-----END PRIVATE KEY-----
`;
const AUTHORITY = { name: 'canary-gate demo only CA', key: DEMO_ONLY_CA_KEY };
const DAY = 86_400_000;
const NAMES = ['localhost', '127.0.0.1'];

/** How the HTTPS listener speaks TLS; correct unless a defect says otherwise. `now` in ms of the wall clock. */
export function listenerOptions({ defects }: Pick<DemoState, 'defects'>, now: number): ServerOptions {
  return {
    ...certified(defects, now),
    // TLS 1.0 and 1.1 sign with SHA-1, which OpenSSL refuses above security level 0.
    ...(defects.has('tls-old-versions') && { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }),
    ...(defects.has('tls-without-1.3') && { maxVersion: 'TLSv1.2' }),
  };
}

function certified(defects: DemoState['defects'], now: number): Pick<ServerOptions, 'cert' | 'key'> {
  if (defects.has('tls-expires-soon')) return issued({ now, days: 5 });
  if (defects.has('tls-name-missing')) return issued({ now, names: ['127.0.0.1'] });
  if (defects.has('tls-key-short')) return issued({ now, isShort: true });
  return { cert: DEMO_ONLY_CERTIFICATE, key: DEMO_ONLY_CERTIFICATE_KEY };
}

interface Terms {
  readonly now: number;
  readonly days?: number;
  readonly names?: readonly string[];
  /** RSA of 2048 bits: no library refuses it, but the plan wants 3072. */
  readonly isShort?: boolean;
}

function issued({
  now,
  days = 365,
  names = NAMES,
  isShort = false,
}: Terms): Pick<ServerOptions, 'cert' | 'key'> {
  const { publicKey, privateKey } = isShort
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = issueCertificate({
    name: 'canary-gate demo only',
    altNames: names,
    publicKey,
    notBefore: new Date(now - 30 * DAY),
    notAfter: new Date(now + days * DAY),
    issuer: AUTHORITY,
  });
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}
