import { createHmac } from 'node:crypto';
import { compactVerify, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import type { MintedJwt } from '../../../src/model/identity.ts';
import type { Keys } from './keys.ts';

export { keysFor } from './keys.ts';

type Algorithm = MintedJwt['algorithm'];

/** The one difference from a correct service. */
export type Defect =
  | 'open'
  | 'garbage'
  | 'alg-none'
  | 'unsigned'
  | 'surplus'
  | 'half-signature'
  | 'unverified'
  | 'confusion'
  | 'exp'
  | 'nbf'
  | 'iss'
  | 'iss-array'
  | 'aud'
  | 'aud-prefix'
  | 'required'
  | 'lifetime'
  | 'no-skew'
  | 'wide-skew'
  | 'replay'
  | 'replay-text'
  | 'replay-race'
  | 'replay-nobody'
  | 'limited'
  | 'failing'
  | 'revoking'
  | 'hidden'
  | 'soft';

export interface Options {
  readonly algorithm?: Algorithm | undefined;
  readonly defect?: Defect | undefined;
  /** Seconds that the clock of the service is ahead. */
  readonly ahead?: number;
  readonly oneTime?: boolean;
  /** Claims of a token that is let in besides the good ones; undefined for those that are not. */
  readonly accepts?: (token: string, keys: Keys) => JWTPayload | undefined | Promise<JWTPayload | undefined>;
  /** Good tokens that are turned away all the same. */
  readonly refuses?: (claims: JWTPayload, token: string) => boolean;
  /** Where the token stands; the Authorization header after `Bearer ` when left out. */
  readonly tokenOf?: (request: Asked) => string | undefined;
  /** What a rejection is answered with. */
  readonly rejection?: Rejection;
  /** The `typ` of its tokens. */
  readonly type?: string;
}

export interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: unknown;
}

export interface Rejection {
  readonly status?: number;
  readonly body?: (error: unknown, token: string) => object;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ISSUER = 'https://auth.example';
export const AUDIENCE = 'agents';
export const TOLERANCE = 10;
export const LIFETIME = 1800;
const REQUIRED = ['exp', 'nbf', 'iat', 'jti', 'sub'];

class Refused extends Error {
  readonly statusCode: number;
  constructor(statusCode = 401, cause?: unknown) {
    super('refused', { cause });
    this.statusCode = statusCode;
  }
}

/** Verifies tokens by jose as the rules say, but for one defect. */
export class Verifier {
  readonly #keys: Keys;
  readonly #options: Options;
  readonly #uses = new Map<string, number>();

  constructor(keys: Keys, options: Options) {
    this.#keys = keys;
    this.#options = options;
  }

  async subjectOf(asked: Asked, request: number): Promise<string> {
    const { defect, tokenOf = bearerOf } = this.#options;
    if (defect === 'limited' && request > 4) throw new Refused(429);
    if (defect === 'failing' && request > 4) throw new Refused(500);
    if (defect === 'revoking' && request > 4) throw new Refused();
    const token = tokenOf(asked);
    if (defect === 'open' && token === undefined) return 'anonymous';
    if (defect === 'garbage' && token !== undefined && !token.startsWith('eyJ')) return 'anyone';
    try {
      const claims = await this.#verify(token ?? '');
      await this.#replay(claims, token ?? '');
      return String(claims.sub);
    } catch (cause) {
      if (cause instanceof TypeError && 'fault' in cause) throw new Refused(500);
      if (cause instanceof Error && 'retryAfter' in cause) throw cause;
      throw new Refused(defect === 'hidden' ? 404 : 401, cause);
    }
  }

  async #verify(token: string): Promise<JWTPayload> {
    const besides = await this.#options.accepts?.(token, this.#keys);
    if (besides !== undefined) return besides;
    const claims = await this.#signed(token);
    if (this.#options.refuses?.(claims, token)) throw new Refused();
    for (const [rule, holds] of Object.entries(this.#rules()))
      if (rule !== this.#options.defect && !holds(claims)) throw new Refused();
    return claims;
  }

  /** Claims whose signature was verified, or that the defect lets through. */
  async #signed(token: string): Promise<JWTPayload> {
    const { verify } = this.#keys;
    const { defect, algorithm = 'HS256' } = this.#options;
    const [header = '', payload = '', signature = ''] = token.split('.');
    if (defect === 'surplus') return this.#jose(`${header}.${payload}.${signature}`);
    if (defect === 'alg-none' && /^none$/i.test(String(headerOf(header)['alg']))) return decodeJwt(token);
    if (defect === 'unsigned' && signature === '' && payload !== '')
      return decodeJwt(`${header}.${payload}.`);
    if (defect === 'confusion' && headerOf(header)['alg'] === 'HS256')
      return bodyOf(await compactVerify(token, new TextEncoder().encode(this.#keys.publicPem)));
    if (defect === 'unverified' && signature !== '') return decodeJwt(token);
    if (defect === 'half-signature') return this.#half(token);
    if (defect && RULES.has(defect))
      return bodyOf(await compactVerify(token, verify, { algorithms: [algorithm] }));
    return this.#jose(token);
  }

  async #jose(token: string): Promise<JWTPayload> {
    const { algorithm = 'HS256', defect, ahead = 0 } = this.#options;
    const verified = await jwtVerify(token, this.#keys.verify, {
      algorithms: [algorithm],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: REQUIRED,
      clockTolerance: defect === 'no-skew' ? 0 : defect === 'wide-skew' ? 60 : TOLERANCE,
      currentDate: new Date(Date.now() + ahead * 1000),
      ...(this.#options.type && { typ: this.#options.type }),
    });
    if (verified.payload.exp! - verified.payload.iat! > LIFETIME) throw new Refused();
    return verified.payload;
  }

  /** Compares the first bytes of the signature alone. */
  #half(token: string): JWTPayload {
    const [header, payload, signature = ''] = token.split('.');
    const right = createHmac('sha256', this.#keys.verify as Uint8Array)
      .update(`${header}.${payload}`)
      .digest();
    if (!Buffer.from(signature, 'base64url').subarray(0, 4).equals(right.subarray(0, 4))) throw new Refused();
    return decodeJwt(token);
  }

  #rules(): Record<string, (claims: JWTPayload) => boolean> {
    const now = Date.now() / 1000 + (this.#options.ahead ?? 0);
    const issuers = (claims: JWTPayload) => ([] as unknown[]).concat(claims.iss);
    const tolerance = this.#options.defect === 'wide-skew' ? 60 : TOLERANCE;
    const prefix = this.#options.defect === 'aud-prefix';
    return {
      exp: ({ exp }) => exp === undefined || now < exp + tolerance,
      nbf: ({ nbf }) => nbf === undefined || now >= nbf - tolerance,
      iss: (claims) =>
        this.#options.defect === 'iss-array' ? issuers(claims).includes(ISSUER) : claims.iss === ISSUER,
      aud: ({ aud }) =>
        [aud].flat().some((each) => each === AUDIENCE || (prefix && String(each).startsWith(AUDIENCE))),
      required: (claims) => REQUIRED.every((name) => claims[name] !== undefined),
      lifetime: ({ exp = 0, iat = 0 }) => exp - iat <= LIFETIME,
    };
  }

  async #replay({ iss, jti }: JWTPayload, token: string): Promise<void> {
    const { defect, oneTime = true } = this.#options;
    if (!oneTime || defect === 'replay') return;
    const id = defect === 'replay-text' ? token : `${iss} ${jti}`;
    const uses = (this.#uses.get(id) ?? 0) + 1;
    if (defect === 'replay-race') await pause();
    this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
    if (defect === 'replay-nobody') await pause();
    const nobody = defect === 'replay-nobody' && this.#uses.get(id) !== 1;
    if (uses > 1 || nobody) throw new Refused();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

const RULES: ReadonlySet<string> = new Set([
  'exp',
  'nbf',
  'iss',
  'iss-array',
  'aud',
  'aud-prefix',
  'required',
  'lifetime',
]);

function headerOf(segment: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>;
}

function bodyOf({ payload }: { payload: Uint8Array }): JWTPayload {
  return JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
}

function bearerOf({ headers }: Asked): string | undefined {
  return /^Bearer (\S+)$/i.exec(String(headers['authorization'] ?? ''))?.[1];
}
