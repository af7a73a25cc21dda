import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { decodeJwt, type JWTPayload } from 'jose';
import { presentedToken } from './bearer.ts';
import type { DefectId } from './defects.ts';
import {
  DEMO_ONLY_HMAC_SECRET,
  DEMO_ONLY_PARTNER_SECRET,
  DEMO_ONLY_RSA_PRIVATE_KEY,
  DEMO_ONLY_RSA_PUBLIC_KEY,
} from './keys.ts';
import { chargeNamedSubject } from './limit-mistakes.ts';
import { DEMO_ONLY_EC_PRIVATE_KEY, DEMO_ONLY_EC_PUBLIC_KEY } from './service-keys.ts';
import type { DemoState } from './state.ts';
import { stumbleOver } from './token-mistakes.ts';
import { type TokenRules, verifier } from './tokens.ts';

/** Who is calling, once the token has been found good. */
export interface Caller {
  readonly subject: string;
  readonly class: 'authenticated' | 'admin' | 'agent';
  readonly tenant: string;
  readonly token: string;
  readonly issuer: string;
  readonly jti: string;
  /** Seconds since the epoch, tolerance included. */
  readonly goodUntil: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

const secret = createSecretKey(Buffer.from(DEMO_ONLY_HMAC_SECRET));
const partnerSecret = createSecretKey(Buffer.from(DEMO_ONLY_PARTNER_SECRET));

/** The scholarship service's rules: those of the implementation plan. */
export const SCHOLARSHIP_TOKENS: TokenRules = {
  algorithm: 'HS256',
  verifyWith: secret,
  signWith: secret,
  issuer: 'auto-com-center',
  audience: 'scholar-sync-agents',
  tolerance: 10,
  lifetime: 1800,
  required: ['exp', 'iat', 'nbf', 'jti', 'sub'],
};

/** Partners bring tokens of an issuer of their own to the agents' one-time routes. */
export const PARTNER_TOKENS: TokenRules = {
  ...SCHOLARSHIP_TOKENS,
  verifyWith: partnerSecret,
  signWith: partnerSecret,
  issuer: 'partner-center',
};

/** The portal's rules: asymmetric, with the tenant as a claim. */
export const PORTAL_TOKENS: TokenRules = {
  algorithm: 'RS256',
  verifyWith: createPublicKey(DEMO_ONLY_RSA_PUBLIC_KEY),
  signWith: createPrivateKey(DEMO_ONLY_RSA_PRIVATE_KEY),
  publicPem: DEMO_ONLY_RSA_PUBLIC_KEY,
  issuer: 'portal-identity',
  audience: 'portal-api',
  tolerance: 10,
  lifetime: 1800,
  required: ['exp', 'iat', 'nbf', 'jti', 'sub', 'tenant'],
};

/** The relay's service tokens, which an event stream may present in its address (RFC 9068). */
export const SERVICE_TOKENS: TokenRules = {
  algorithm: 'ES256',
  type: 'at+jwt',
  inQuery: true,
  verifyWith: createPublicKey(DEMO_ONLY_EC_PUBLIC_KEY),
  signWith: createPrivateKey(DEMO_ONLY_EC_PRIVATE_KEY),
  publicPem: DEMO_ONLY_EC_PUBLIC_KEY,
  issuer: 'relay-identity',
  audience: 'memory-relay',
  tolerance: 10,
  lifetime: 1800,
  required: ['exp', 'iat', 'jti', 'sub'],
};

/** The relay's users present opaque tokens of this form. */
const USER_TOKEN = /^bearer_token_(user_\d{1,6})$/;

/** A hook that lets only bearers of a good token through; others get 401 and use up nobody's quota. */
export function bearerOf(state: DemoState, ...accepted: readonly TokenRules[]): onRequestAsyncHookHandler {
  const verify = anyOf(state, accepted);
  const inQuery = accepted.some((rules) => rules.inQuery === true);
  return async (request, reply) => {
    if (request.headers.authorization === undefined && state.defects.has('jwt-not-required')) {
      request.caller = { ...NOBODY };
      return;
    }
    const { token, twice } = presentedToken(request, { inQuery }, state.defects);
    if (twice) return reply.code(400).header('cache-control', 'no-store').send({ error: 'two tokens' });
    if (state.defects.has('jwt-kid-fault')) stumbleOver(token ?? '');
    request.caller = token === undefined ? undefined : await verify(token).catch(() => undefined);
    if (request.caller !== undefined) return;
    if (state.defects.has('replay-before-signature')) burnUnverified(state, request, token);
    chargeNamedSubject(state, token);
    return unauthorised(reply, state.defects);
  };
}

/** Verifies by the first of the rules that finds the token good. */
function anyOf(state: DemoState, accepted: readonly TokenRules[]): (token: string) => Promise<Caller> {
  const verifiers = accepted.map((rules) => {
    const verify = verifier(rules, state.defects);
    return async (token: string) => callerOf(await verify(token), token, rules);
  });
  const known = new Map<string, Caller>();
  return async (token) => {
    const caller = known.get(token) ?? (await Promise.any(verifiers.map((verify) => verify(token))));
    if (state.defects.has('replay-verified-for-ever')) known.set(token, caller);
    return caller;
  };
}

function callerOf(claims: JWTPayload, token: string, { tolerance }: TokenRules): Caller {
  const { sub, iss, jti, exp, tenant, role } = claims;
  return {
    subject: String(sub),
    class: role === 'admin' || role === 'agent' ? role : 'authenticated',
    tenant: String(tenant ?? ''),
    token,
    issuer: String(iss),
    jti: String(jti),
    goodUntil: Number(exp) + tolerance,
  };
}

/** The defect of a store that is asked first: whatever names a jti uses it up. */
function burnUnverified({ jtis }: DemoState, { routeOptions, raw }: FastifyRequest, token = ''): void {
  try {
    const caller = callerOf(decodeJwt(token), token, SCHOLARSHIP_TOKENS);
    jtis.burn(caller, { route: routeOptions.url ?? '', socket: raw.socket });
  } catch {
    // No JWT at all, and so no jti.
  }
}

/** The same for the relay's opaque user tokens. */
export function userOf(): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const { token } = presentedToken(request, {}, NO_DEFECTS);
    const [, user] = USER_TOKEN.exec(token ?? '') ?? [];
    if (user === undefined) return unauthorised(reply);
    request.caller = { ...NOBODY, subject: user, token: token ?? '' };
  };
}

/** Answers 401 as RFC 6750 section 3 wants it. */
export function unauthorised(reply: FastifyReply, defects: ReadonlySet<DefectId> = new Set()): FastifyReply {
  const challenge = { 'www-authenticate': 'Bearer realm="demo", error="invalid_token"' };
  return reply
    .code(401)
    .headers(defects.has('jwt-no-challenge') ? {} : challenge)
    .header('cache-control', 'no-store')
    .send({ error: 'unauthorised', ...(defects.has('jwt-reason-told') && { reason: REASON }) });
}

const REASON = 'JWSInvalid: no good token\n    at verify (/srv/api/src/tokens.js:41:11)';

const NO_DEFECTS: ReadonlySet<DefectId> = new Set();

const NOBODY: Caller = {
  subject: 'nobody',
  class: 'authenticated',
  tenant: '',
  token: '',
  issuer: '',
  jti: '',
  goodUntil: Number.POSITIVE_INFINITY,
};
