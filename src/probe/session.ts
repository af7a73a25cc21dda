import { ProbeClient } from '../http/client.ts';
import { markOf } from '../http/mark.ts';
import type { Redactor } from '../http/redact.ts';
import type { Identities, IdentityPool } from '../model/identity.ts';
import type { Arm } from '../model/sample.ts';
import type { ProxySettings, Target } from '../model/target.ts';
import { ServerClock } from './clock.ts';
import { Pace } from './pace.ts';
import { Subjects } from './subjects.ts';

/** Everything that the checks of one run against one arm are given from outside. */
export interface SessionOptions {
  readonly target: Target;
  readonly proxy?: ProxySettings | undefined;
  readonly arm: Arm;
  readonly identities: Identities;
  readonly pools: Readonly<Record<string, IdentityPool>>;
  readonly redactor: Redactor;
  readonly runId: string;
  /** Of canary-gate, for the run's mark. */
  readonly version: string;
  readonly seed: number;
  /** Milliseconds since the run's origin. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  readonly abort: AbortSignal;
}

/** What all probes of a run share: connections, the pace, the subjects and the server's clock. */
export interface Session extends SessionOptions {
  readonly client: ProbeClient;
  readonly pace: Pace;
  readonly subjects: Subjects;
  readonly clock: ServerClock;
}

export function openSession(options: SessionOptions): Session {
  const { target, proxy, runId, version, now, identities } = options;
  return {
    ...options,
    client: new ProbeClient({ target, proxy, mark: markOf(runId, version), now }),
    pace: new Pace(target.maxRate, now),
    subjects: new Subjects(identities, options.arm),
    clock: new ServerClock(),
  };
}
