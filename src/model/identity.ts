import { z } from 'zod';
import type { HeaderLines } from './exchange.ts';
import { Duration, Name } from './units.ts';

export const SCOPES = ['token', 'subject', 'ip'] as const;

/** A quota that the target declares for an identity: the pacer stays below it. */
export const Quota = z.strictObject({
  limit: z.int().positive(),
  window: Duration,
  scope: z.enum(SCOPES).describe('what the target counts by'),
  endpoints: z
    .array(Name)
    .optional()
    .describe('only requests to these endpoints count; all of them when left out'),
});
export type Quota = z.output<typeof Quota>;

const common = {
  class: Name.default('default').describe('rate class, a label of the metrics'),
  tenant: z.string().optional(),
  quota: z.union([Quota, z.array(Quota)]).optional(),
  header: z.string().default('authorization').describe('header that carries the token'),
  scheme: z.string().default('Bearer').describe('text before the token; empty for none'),
};

const USES = ['load', 'check', 'flood'] as const;
/** What an identity is used for; subjects of different uses never overlap. */
export type Use = (typeof USES)[number];

const Uses = z
  .union([
    z.enum(USES),
    z
      .array(z.enum(USES))
      .min(1, { error: 'one use at least is wanted: load, check or flood' })
      .refine((uses) => new Set(uses).size === uses.length, 'each use is listed once')
      .meta({ uniqueItems: true }),
  ])
  .default('load')
  .describe(
    'one use, or a list such as [load, check]: the identities are dealt out to them by turns, so uses never share one',
  );

export const Anonymous = z.strictObject({ kind: z.literal('anonymous'), ...common });

export const StaticTokens = z.strictObject({
  kind: z.literal('static'),
  tokens: z.array(z.string().min(1)).min(1).describe('one identity per token'),
  use: Uses,
  ...common,
});

export const JWT_ALGORITHMS = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

export const MintedJwt = z.strictObject({
  kind: z.literal('jwt'),
  count: z
    .union([z.literal('auto'), z.int().positive()])
    .default('auto')
    .describe('auto: as many as the quotas ask for'),
  algorithm: z.enum(JWT_ALGORITHMS).default('HS256'),
  key: z.string().min(1).describe('HMAC secret, or private key as PEM; either may be a JWK'),
  keyId: z.string().optional().describe('kid of the header; that of the JWK when left out'),
  type: z.string().default('JWT').describe('typ of the header, such as at+jwt'),
  issuer: z.string().optional(),
  audience: z.union([z.string(), z.array(z.string())]).optional(),
  subject: z.string().default('canary-gate-{use}-{n}').describe('{use} is load, check or flood; {n} counts'),
  claims: z.record(z.string(), z.unknown()).default({}),
  lifetime: Duration.default(300_000),
  refresh: Duration.default(30_000).describe('mint again when less than this is left'),
  oneTime: z.boolean().default(false).describe('a new token, with a new jti, for every request'),
  ...common,
});

export const ClientCredentials = z.strictObject({
  kind: z.literal('client-credentials'),
  tokenUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string(),
  clientSecret: z.string(),
  scope: z.string().optional(),
  audience: z.string().optional(),
  count: z.int().positive().default(1),
  refresh: Duration.default(30_000),
  use: Uses,
  ...common,
});

export const Command = z.strictObject({
  kind: z.literal('command'),
  command: z
    .array(z.string())
    .min(1)
    .describe("program and arguments; {n} is the identity's number; prints a token"),
  count: z.int().positive().default(1),
  lifetime: Duration.optional().describe('how long a token is good for; the exp claim of a JWT otherwise'),
  refresh: Duration.default(30_000),
  timeout: Duration.default(10_000),
  use: Uses,
  ...common,
});

export const IdentityPool = z.discriminatedUnion('kind', [
  Anonymous,
  StaticTokens,
  MintedJwt,
  ClientCredentials,
  Command,
]);
export type IdentityPool = z.output<typeof IdentityPool>;
export type MintedJwt = z.output<typeof MintedJwt>;

/** One identity, ready to be sent. */
export interface Credential {
  readonly pool: string;
  readonly class: string;
  readonly subject: string;
  readonly tenant?: string;
  /** Empty for anonymous identities. */
  readonly token: string;
  /** The header lines that carry it; none for anonymous identities. */
  readonly headers: HeaderLines;
  /** When a new one should be asked for, in ms of the wall clock; never when left out. */
  readonly refreshAt?: number;
  /** When it is good no longer, in ms of the wall clock; always good when left out. */
  readonly goodUntil?: number;
}

/** The identities of a run, by pool, use and number. Refreshes by itself; errors are `IdentityError`s. */
export interface Identities {
  /** How many there are for this use; `Infinity` for pools that mint. */
  size(pool: string, use: Use): number;
  /** A credential that is good now; `fresh` asks for a new token of the same subject. */
  credential(pool: string, use: Use, index: number, options?: { fresh?: boolean }): Promise<Credential>;
  /** The same without waiting, when a good one is at hand: the load path. */
  ready(pool: string, use: Use, index: number): Credential | undefined;
}
