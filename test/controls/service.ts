import type { PlanInput } from '../../src/plan/schema.ts';

/** What all control services have in common: the same small API, whatever serves it. */
export const ISSUER = 'https://login.controls.example';
export const AUDIENCE = 'controls-api';
export const ORIGINS = ['https://app.controls.example', 'https://admin.controls.example'];
export const EXPOSED = ['RateLimit', 'RateLimit-Policy', 'Retry-After'];
/** Of every limit, requests in one window. */
export const QUOTA = 20;
/** Of every limit, in ms; whole seconds, since the headers of the drafts know nothing else. */
export const WINDOW = 2000;
/** Clock skew that is allowed, in seconds. */
export const TOLERANCE = 10;
/** Longest age of a token, in seconds. */
export const LIFETIME = 900;

export const ITEMS = {
  data: [
    { id: 'item-1', name: 'first' },
    { id: 'item-2', name: 'second' },
  ],
};

export const TENANTS = ['acme', 'globex'] as const;

export interface Note {
  readonly id: string;
  readonly tenant: string;
  readonly text: string;
}

export const NOTES: readonly Note[] = TENANTS.map((tenant) => ({
  id: `${tenant}-note-1`,
  tenant,
  text: `${tenant} keeps this to itself: heron`,
}));

/** What every stream sends, one event after the other, and then `done`. */
export const EVENTS = ['one', 'two', 'three'] as const;
/** Between two events of a stream, in ms. */
export const EVENT_PAUSE = 40;

export type Endpoints = NonNullable<PlanInput['endpoints']>;
export type Declared = Omit<PlanInput, 'name' | 'targets'>;

/** A service under control: what a plan declares of it, and what it has answered. */
export interface Control {
  readonly url: string;
  readonly plan: Declared;
  readonly seen: readonly Seen[];
  /** File of the authority behind an https URL. */
  readonly ca?: string;
  close(): Promise<void>;
}

/** One request as the server saw it, when it had answered. */
export interface Seen {
  readonly at: number;
  readonly address: string;
  readonly method: string;
  readonly path: string;
  /** The `sub` of a bearer token, not verified. */
  readonly subject: string | undefined;
  readonly status: number;
  readonly retryAfter: number | undefined;
}
