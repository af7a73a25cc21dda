import { createHmac, createPrivateKey, X509Certificate } from 'node:crypto';
import { compactVerify, flattenedVerify, importJWK, type JWK, type JWTPayload, jwtDecrypt } from 'jose';
import type { Asked } from './verifier.ts';

/** Ways in which careless services read tokens; each looks at what it names, and at nothing else. */

export function headerOf(token: string): Record<string, unknown> {
  return parsed(token, 0) ?? {};
}

export function claimsOf(token: string): JWTPayload {
  return parsed(token, 1) ?? {};
}

export function kidOf(token: string): string {
  return String(headerOf(token)['kid'] ?? '');
}

export function signatureOf(token: string): Buffer {
  return Buffer.from(token.split('.')[2] ?? '', 'base64url');
}

/** By HMAC with whatever hash the header names, read as leniently as Node does. */
export function isSigned(token: string, secret: string): boolean {
  const [header, payload, signature, ...more] = token.split('.');
  const [, hash] = /^HS(256|384|512)$/.exec(String(firstOf(token, 0)['alg'])) ?? [];
  if (hash === undefined || signature === undefined || more.length > 0) return false;
  const right = createHmac(`sha${hash}`, secret).update(`${header}.${payload}`).digest();
  return right.equals(Buffer.from(signature, 'base64url'));
}

export function byKey(token: string, jwk: unknown): Promise<JWTPayload | undefined> | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  return verified(token, () => importJWK(jwk as JWK, String(headerOf(token)['alg'])));
}

export function byCertificate(token: string, chain: unknown): Promise<JWTPayload | undefined> | undefined {
  if (!Array.isArray(chain)) return undefined;
  return verified(token, async () => new X509Certificate(Buffer.from(String(chain[0]), 'base64')).publicKey);
}

/** Asks nobody: `data:` holds what it points to. */
export async function byAddress(token: string, address: unknown): Promise<JWTPayload | undefined> {
  if (typeof address !== 'string' || !address.startsWith('data:')) return undefined;
  const { keys } = (await (await fetch(address)).json()) as { keys: unknown[] };
  return byKey(token, keys[0]);
}

export function plainClaimsOf(token: string): JWTPayload | undefined {
  try {
    return JSON.parse(token.split('.')[1] ?? '') as JWTPayload;
  } catch {
    return undefined;
  }
}

export async function fromJson(token: string, secret: string): Promise<JWTPayload | undefined> {
  if (!token.startsWith('{')) return undefined;
  const json = JSON.parse(token) as Parameters<typeof flattenedVerify>[0];
  if (!('signature' in json)) return undefined;
  const { payload } = await flattenedVerify(json, new TextEncoder().encode(secret));
  return JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
}

export async function decrypted(token: string, pem: string): Promise<JWTPayload | undefined> {
  if (token.split('.').length !== 5 || headerOf(token)['alg'] !== 'RSA-OAEP-256') return undefined;
  return (await jwtDecrypt(token, createPrivateKey(pem))).payload;
}

/** The first of duplicate members counts, and so does what it says. */
export function firstClaimsOf(token: string): JWTPayload | undefined {
  const claims: JWTPayload = firstOf(token, 1);
  const rightNow = typeof claims.exp === 'number' && claims.exp > Date.now() / 1000;
  return rightNow && claims.iss !== undefined ? claims : undefined;
}

export function merged(token: string): JWTPayload | undefined {
  const payload: unknown = parsed(token, 1);
  return Array.isArray(payload) ? (Object.assign({}, ...payload) as JWTPayload) : undefined;
}

export function anywhere({ headers, query }: Asked): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(String(headers['authorization'] ?? ''))?.[1];
  const cookie = /\btoken=([^;]+)/.exec(String(headers['cookie'] ?? ''))?.[1];
  return bearer ?? cookie ?? (query as Record<string, string>)['access_token'];
}

/** A fault of the service itself, as an unexpected type brings it about. */
export function stumble(): never {
  throw Object.assign(new TypeError('kid.split is not a function'), { fault: true });
}

/** The same, until it fails for the first time. */
export function once(read: (token: string) => undefined): (token: string) => undefined {
  let failed = false;
  return (token) => {
    if (failed) return undefined;
    try {
      return read(token);
    } catch (error) {
      failed = true;
      throw error;
    }
  };
}

function firstOf(token: string, index: number): Record<string, unknown> {
  const text = Buffer.from(token.split('.')[index] ?? '', 'base64url').toString();
  const members = [...text.matchAll(/"(\w+)":("[^"]*"|\[[^\]]*\]|[\w.]+)/g)].reverse();
  return Object.fromEntries(members.map(([, name = '', value = '']) => [name, attempted(value)]));
}

function attempted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function verified(
  token: string,
  key: () => Promise<Parameters<typeof compactVerify>[1]>,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await compactVerify(token, (await key()) as never);
    return JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
  } catch {
    return undefined;
  }
}

function parsed(token: string, index: number): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
  } catch {
    return undefined;
  }
}
