import { createHmac, type KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';

/** A token as a careless service reads it: never refused, whatever it is made of. */
export interface Reading {
  readonly token: string;
  /** What the signature stands for. */
  readonly signed: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: JWTPayload;
  /** The text of the payload, decoded. */
  readonly text: string;
  readonly signature: Buffer;
}

export function readToken(token: string): Reading {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const text = decoded(payload);
  return {
    token,
    signed: `${header}.${payload}`,
    header: parsed(decoded(header)),
    payload: parsed(text) as JWTPayload,
    text,
    signature: more.length > 0 ? Buffer.alloc(0) : Buffer.from(signature, 'base64url'),
  };
}

/** Whether HMAC by this secret, and by the hash that the header names, gives the signature. */
export function isHmac({ header, signed, signature }: Reading, secret: KeyObject | string): boolean {
  const [, hash] = /^HS(256|384|512)$/.exec(String(header['alg'])) ?? [];
  return hash !== undefined && createHmac(`sha${hash}`, secret).update(signed).digest().equals(signature);
}

function decoded(segment: string): string {
  return Buffer.from(segment, 'base64url').toString();
}

/** The members of a JSON object; none where the text is something else. */
export function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
