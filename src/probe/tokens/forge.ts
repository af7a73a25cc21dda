import { createHmac, type KeyObject } from 'node:crypto';
import { rawSigner } from '../../identities/sign.ts';
import type { MintedJwt } from '../../model/identity.ts';

/** How a forged token is signed: not at all, by HMAC with any bytes as key, by a key of its algorithm, or with a signature taken from elsewhere. */
export type Signing =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'hmac';
      readonly key: string | Uint8Array;
      readonly hash?: 'sha256' | 'sha384' | 'sha512';
    }
  | { readonly kind: 'key'; readonly algorithm: MintedJwt['algorithm']; readonly key: KeyObject }
  | { readonly kind: 'copied'; readonly signature: string };

export interface Forgery {
  readonly header: unknown;
  readonly payload: unknown;
  readonly signWith: Signing;
}

/**
 * A compact JWS that no library would make: any header, any payload, any signature (RFC 7515 section 3.1).
 * Valid tokens are made by jose; this is for the wrong ones only.
 */
export function forge({ header, payload, signWith }: Forgery): string {
  const input = `${segment(header)}.${segment(payload)}`;
  return `${input}.${sign(input, signWith)}`;
}

/** base64url of a JSON text. */
export function segment(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export interface TokenParts {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** The three segments of a compact JWS, as they are. */
export function partsOf(token: string): TokenParts {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { header, payload, signature };
}

/** The JSON of a segment. */
export function decode(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
}

/**
 * The same signature with one bit of a middle byte turned over.
 * Changing the last character would do nothing in up to 16 of 64 cases: its low bits are not part of the bytes.
 */
export function corrupted(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 0x01;
  return bytes.toString('base64url');
}

function sign(input: string, signing: Signing): string {
  if (signing.kind === 'copied') return signing.signature;
  if (signing.kind === 'none') return '';
  if (signing.kind === 'key') return rawSigner(signing.algorithm, signing.key)(input).toString('base64url');
  return createHmac(signing.hash ?? 'sha256', signing.key)
    .update(input)
    .digest('base64url');
}
