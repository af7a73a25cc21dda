import type { DefectId } from './defects.ts';
import { LimitCounters } from './limit-counters.ts';
import { DEMO_DEFAULTS, type DemoOptions } from './options.ts';
import { seeded } from './random.ts';
import { JtiStore } from './replay.ts';

/** Everything that one demo service remembers; nothing is global, so that many can run in one process. */
export interface DemoState {
  readonly defects: ReadonlySet<DefectId>;
  readonly split: DemoOptions['split'];
  readonly windowMs: number;
  readonly random: () => number;
  /** Time that the service has been up, in seconds. */
  readonly uptime: () => number;
  readonly limits: LimitCounters;
  readonly jtis: JtiStore;
  /** Requests by route name; faults count by it. */
  readonly served: Map<string, number>;
  /** Answers by `METHOD route status`, for `/metrics`. */
  readonly answers: Map<string, number>;
  readonly counters: {
    corsDenied: number;
    replays: number;
    tasks: number;
    crossTenant: number;
    signedUrls: number;
  };
  dependencyUp: boolean;
  /** Where HTTPS is listened to, once it is. */
  httpsUrl?: string;
}

export function createState(options: DemoOptions): DemoState {
  const windowMs = options.windowMs ?? DEMO_DEFAULTS.windowMs;
  const defects = new Set(options.defects);
  const startedAt = Date.now();
  return {
    defects,
    split: options.split,
    windowMs,
    random: seeded(options.seed ?? DEMO_DEFAULTS.seed),
    uptime: () => (Date.now() - startedAt) / 1000,
    limits: new LimitCounters(defects),
    jtis: new JtiStore(defects),
    served: new Map(),
    answers: new Map(),
    counters: { corsDenied: 0, replays: 0, tasks: 0, crossTenant: 0, signedUrls: 0 },
    dependencyUp: true,
  };
}

/** Adds one to a counter of a map; returns the new count. */
export function increment(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
