import type { CheckContext, Profile } from '../../model/check.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import type { Source } from './source.ts';

/** What must be so before a variant can be made. */
export const NEEDS = {
  jwt: 'needs tokens that are JWTs: those of policy.jwt.identity are opaque',
  key: "needs the issuer's key: name a pool of kind jwt in policy.jwt.identity",
  'public key': 'needs the public key: declare policy.jwt.publicKey',
  bearer: 'needs tokens that are sent as "Authorization: Bearer"',
} as const;
export type Need = keyof typeof NEEDS;

/** How a token is sent, instead of in its pool's own header. */
export interface Carriage {
  readonly headers?: HeaderLines;
  readonly query?: Readonly<Record<string, string>>;
}

/** One token to try. `token` is called at the moment of sending, and again for every retry. */
export interface Variant {
  readonly name: string;
  /** Row of the catalogue, where the check has several. */
  readonly row?: string;
  /** The least profile that tries it; `standard` when left out. */
  readonly least?: Profile;
  /** `jwt` when left out; undefined needs nothing. */
  readonly need?: Need | undefined;
  /** What a strict verifier says of it, as asserted before it is sent: valid when made with the issuer's key, unless told otherwise. */
  readonly verdict?: 'valid' | 'invalid';
  readonly token: (source: Source, seconds: number) => string | Promise<string>;
  readonly carry?: (token: string) => Carriage;
  /** Made by the server's clock, and not sent where that is in doubt. */
  readonly byServerClock?: boolean;
}

/** The tokens by which one check asks its question. */
export interface Section {
  /** The check's id. */
  readonly id: string;
  /** What must be declared besides `policy.jwt`; undefined when nothing is missing. */
  readonly needs?: (context: CheckContext) => string | undefined;
  readonly variants: (context: CheckContext) => readonly Variant[];
}

/** A variant that the issuer's key signs: right but for its claims. */
export function minted(variant: Omit<Variant, 'need'>): Variant {
  return { need: 'key', verdict: 'valid', ...variant };
}

export function needOf(variant: Variant): Need | undefined {
  return 'need' in variant ? variant.need : 'jwt';
}
