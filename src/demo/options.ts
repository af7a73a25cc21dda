import type { DefectId } from './defects.ts';

export const CANARY_VERSION = '2.0.0';
export const STABLE_VERSION = '1.9.0';
export const VERSION_HEADER = 'x-service-version';

export interface DemoOptions {
  /** Port of the HTTP listener; 0 takes a free one. */
  readonly port?: number;
  /** Port of the HTTPS listener; 0 takes a free one. */
  readonly httpsPort?: number;
  /** Ids of `DEFECTS`; none for a correct service. */
  readonly defects?: readonly DefectId[];
  /** Weights by which the canary or the stable version answers; the canary alone when left out. */
  readonly split?: { readonly canary: number; readonly stable: number };
  /** Milliseconds that stand for the documents' minute of a rate limit. */
  readonly windowMs?: number;
  /** Seed of delays and split. */
  readonly seed?: number;
}

/** What both `startDemo` and `spawnDemo` give. */
export interface Demo {
  readonly url: string;
  readonly httpsUrl: string;
  /** File of the certificate authority of the HTTPS listener. */
  readonly ca: string;
  /** What the shipped plans read to find this very service. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export const DEMO_DEFAULTS = {
  port: 4010,
  httpsPort: 4011,
  debugPort: 4012,
  windowMs: 5000,
  seed: 1,
} as const;

/** Weights of a split such as `5/95`; `undefined` when the text is none. */
export function parseSplit(text: string): { canary: number; stable: number } | undefined {
  const [, canary, stable] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const split = { canary: Number(canary), stable: Number(stable) };
  return split.canary + split.stable > 0 ? split : undefined;
}
