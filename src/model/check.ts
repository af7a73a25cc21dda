import type { Endpoint } from './endpoint.ts';
import type { Exchange, ProbeRequest } from './exchange.ts';
import type { CheckKind, Judgement, Severity } from './finding.ts';
import type { Credential, MintedJwt } from './identity.ts';
import type { Policy } from './policy.ts';

export const FAMILIES = [
  'cors',
  'jwt',
  'rate-limit',
  'headers',
  'cookies',
  'caching',
  'tenancy',
  'health',
  'streams',
  'tls',
  'endpoints',
] as const;
export type Family = (typeof FAMILIES)[number];

/** How thoroughly a target is probed, in rising order of requests and waiting. */
export const PROFILES = ['quick', 'standard', 'deep'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a check may know: the declared policy, never the whole plan. */
export interface CheckContext<Options = unknown> {
  readonly policy: Policy;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Base URL of the target, and what follows from it. */
  readonly target: {
    readonly url: string;
    readonly host: string;
    readonly secure: boolean;
    readonly loopback: boolean;
  };
  readonly sourceAddresses: readonly string[];
  /** Of the run: more thorough profiles try more variants. */
  readonly profile: Profile;
  /** Longest that a check may wait, in ms, e.g. for a window to pass; what needs longer is left open. */
  readonly maxWait: number;
  /** Ids of the selected checks, so that a survey sends nothing for the others; all of them when left out. */
  readonly selected?: readonly string[];
  readonly options: Options;
}

export interface SendOptions {
  /** See `Exchange.role`. */
  readonly role: string;
  readonly facts?: Exchange['facts'];
  /** Adds the credential's headers. */
  readonly as?: Credential;
  /** Source address, for limits by IP. */
  readonly localAddress?: string;
  readonly timeout?: number;
  /** Bytes of the body that the check looks at while observing; what is stored is never more than 64 KiB. */
  readonly keep?: number;
  /** Over plain HTTP to this port of the target's own host, without headers of the target or of a credential. */
  readonly plainPort?: number;
  /** Puts something back as it was: sent even when the run is being stopped, and beyond the budget. */
  readonly cleanup?: boolean;
}

/** What is offered in a handshake, and what is asked of the certificate; versions as `TLSv1.2`. */
export interface HandshakeOptions {
  readonly role: string;
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** Further names that the certificate should be for. */
  readonly names?: readonly string[];
}

/** A check's hands: every request is counted against its budget, none is retried, normalised or redirected. */
export interface Probe {
  send(request: ProbeRequest, options: SendOptions): Promise<Exchange>;
  /**
   * All at the same moment, each on its own connection, last byte held back until all are ready.
   * `facts.overlap` says whether they overlapped, `facts.spread` (ms) how far apart they were sent.
   */
  together(requests: readonly { request: ProbeRequest; options: SendOptions }[]): Promise<Exchange[]>;
  /** One TLS handshake with the target's own host, nothing sent on it; `facts` tell of versions, certificate and chain. */
  handshake(options: HandshakeOptions): Promise<Exchange>;
  /** One TCP connection to a port of the target's own host, closed at once; `facts.open` says whether it was accepted. */
  connect(port: number, options: { readonly role: string }): Promise<Exchange>;
  /** A subject that no other check and no load uses. Throws `IdentityError` when the pool has no more. */
  subject(pool: string): Promise<Credential>;
  /** A new token of the same subject. */
  fresh(credential: Credential): Promise<Credential>;
  /** Settings of a pool that mints, for the token forge; undefined for other kinds. */
  minter(pool: string): MintedJwt | undefined;
  /** The pool's headers around a token made by the forge. */
  present(pool: string, token: string): Credential;
  /** Registers a secret that must not reach any sink; returns its placeholder. */
  redact(secret: string, name: string): string;
  sleep(milliseconds: number): Promise<void>;
  /** Uniform in [0, 1), seeded by run and check. */
  random(): number;
  /** Our wall clock in ms; and the server's lead over it, measured from `Date`, with its uncertainty (ms). */
  now(): number;
  serverClock(): Promise<{ readonly offset: number; readonly uncertainty: number } | undefined>;
}

/**
 * A check asks one question of the target: `observe` sends and collects, the pure `judge` decides on what was stored.
 * `title` is a sentence that is true of a correct target.
 */
export interface Check<Options = unknown> {
  readonly id: `${Family}/${string}`;
  /** Rows of the check catalogue; a judgement says which of them failed. */
  readonly cases: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly kind: CheckKind;
  /** Active checks send what an attacker would; they need authorisation off loopback. */
  readonly active: boolean;
  /** Uses up a limit: runs after the load. */
  readonly exhausting: boolean;
  /** Changes the target while it runs, e.g. takes a dependency down: nothing else may run beside it. */
  readonly alone?: boolean;
  /** The least profile that runs it; `standard` when left out. */
  readonly profile?: Profile;
  /**
   * Checks of one survey judge the same exchanges, which are sent once. `active`, `exhausting`, `alone`, `budget`, `waits` and
   * `observe` are then those of the survey, the same for all; exchanges carry its name. Surveys take no options.
   */
  readonly survey?: `${Family}/${string}`;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  /** Most requests that it may send. */
  readonly budget: (context: CheckContext<Options>) => number;
  /** Longest wait that it needs, in ms, e.g. for a window to pass. */
  readonly waits?: (context: CheckContext<Options>) => number;
  readonly options?: import('zod').ZodType<Options>;
  /** What must be declared first, when it does not apply; undefined when it applies. */
  readonly needs: (context: CheckContext<Options>) => string | undefined;
  observe(probe: Probe, context: CheckContext<Options>): Promise<readonly Exchange[]>;
  judge(exchanges: readonly Exchange[], context: CheckContext<Options>): Judgement;
}
