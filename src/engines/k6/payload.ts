import type { Endpoint } from '../../model/endpoint.ts';
import type { Quota } from '../../model/identity.ts';
import type { Target } from '../../model/target.ts';

/** What the script inside k6 is told; JSON, in the environment of the process, since it holds secrets. */
export interface Payload {
  readonly seed: number;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path of the target's URL, without a slash at its end. */
  readonly prefix: string;
  /** Carried by every request; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `name=value` of the cookie that leads to the canary. */
  readonly cookie?: string | undefined;
  readonly identify?: Target['identify'];
  /** Whether an answer by any other protocol is a failure. */
  readonly isHttp2?: true | undefined;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly pools: Readonly<Record<string, PoolPayload>>;
  /** By their names in k6. */
  readonly scenarios: Readonly<Record<string, ScenarioPayload>>;
  /** No virtual user sends more than this in all; no limit where the plan's cannot be reached. */
  readonly mostRequests?: number | undefined;
  /** Whether the metrics of k6's own carry the name of the endpoint; of no use where every request is told of. */
  readonly named?: boolean | undefined;
}

export interface ScenarioPayload {
  readonly name: string;
  readonly flood: boolean;
  /** Whether virtual users begin by the clock, whatever became of those before. */
  readonly open: boolean;
  /** Most iterations, where they come by the clock: k6 begins one more when all is over. */
  readonly most?: number | undefined;
  /** How long iterations are begun, and how long those under way then have, in ms. */
  readonly duration: number;
  /** The same as k6 has it, which takes no less than a second. */
  readonly lasts: number;
  readonly gracefulStop: number;
  readonly pause: number;
  readonly transcript: boolean;
  readonly identity?: string | undefined;
  readonly requests?: readonly RequestPayload[] | undefined;
  readonly rows?: { readonly order: 'sequential' | 'random' } | undefined;
  /** By pool: which identities are whose. */
  readonly deals: Readonly<Record<string, Deal>>;
}

export interface RequestPayload {
  readonly endpoint: string;
  readonly weight: number;
  readonly identity?: string | undefined;
}

/** How the identities of a pool are dealt to the iterations of a scenario. */
export interface Deal {
  /** `turn`: by the iteration's number; `own`: by virtual user, each with its own; `one`: always the same. */
  readonly by: 'turn' | 'own' | 'one';
  /** The first one's number. */
  readonly first: number;
  readonly count: number;
  /** Virtual users that the identities are dealt to, where each has its own; setup and teardown are the last of them. */
  readonly users: number;
  /** Number of this process's first virtual user among them, from 0. */
  readonly place: number;
  /** What one virtual user keeps each of its identities below. */
  readonly quotas: readonly Pick<Quota, 'limit' | 'window' | 'endpoints'>[];
}

interface Presented {
  readonly class: string;
  readonly tenant?: string | undefined;
  readonly header: string;
  readonly scheme: string;
}

/** Tokens that exist, by number. */
export interface FixedPool extends Presented {
  readonly kind: 'fixed';
  readonly tokens: readonly { readonly subject: string; readonly token: string }[];
}

/** Tokens that are made inside k6. */
export interface MintedPool extends Presented {
  readonly kind: 'minted';
  readonly algorithm: string;
  /** HMAC secret, or private key as PKCS #8; both in base64. */
  readonly key: string;
  readonly keyId?: string | undefined;
  readonly type: string;
  readonly issuer?: string | undefined;
  readonly audience?: string | string[] | undefined;
  readonly subject: string;
  readonly claims: Record<string, unknown>;
  readonly lifetime: number;
  readonly refresh: number;
  readonly oneTime: boolean;
}

export type PoolPayload = FixedPool | MintedPool;
