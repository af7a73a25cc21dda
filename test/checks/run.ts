import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { z } from 'zod';
import { Redactor } from '../../src/http/redact.ts';
import { openIdentities } from '../../src/identities/open.ts';
import type { Check, Profile } from '../../src/model/check.ts';
import { Endpoint } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { IdentityPool } from '../../src/model/identity.ts';
import { Policy } from '../../src/model/policy.ts';
import type { FindingReport } from '../../src/model/report.ts';
import { type ProxySettings, Target } from '../../src/model/target.ts';
import { type CheckRun, runChecks } from '../../src/probe/prober.ts';
import { rejudge } from '../../src/probe/rejudge.ts';

export interface Against {
  readonly url: string;
  readonly policy: z.input<typeof Policy>;
  readonly endpoints: Readonly<Record<string, z.input<typeof Endpoint>>>;
  readonly pools?: Readonly<Record<string, z.input<typeof IdentityPool>>>;
  readonly sourceAddresses?: readonly string[];
  readonly maxRate?: number;
  /** `standard` when left out. */
  readonly profile?: Profile;
  /** File of the authority behind an https URL. */
  readonly ca?: string;
  /** Further TLS settings of the target. */
  readonly tls?: z.input<typeof Target>['tls'];
  readonly proxy?: ProxySettings;
  /** Of each connection, as a duration. */
  readonly connectTimeout?: string;
}

export interface Ran {
  readonly findings: readonly FindingReport[];
  readonly exchanges: readonly Exchange[];
}

/** Runs checks for real against a server, and holds judging again to the same answer. */
export async function run(checks: readonly Check[], against: Against): Promise<Ran> {
  const redactor = new Redactor();
  const pools = mapValues(against.pools ?? {}, (pool) => IdentityPool.parse(pool));
  const identities = await openIdentities({
    pools,
    wallClock: Date.now,
    uuid: randomUUID,
    secret: (secret, name) => void redactor.add(secret, name),
  });
  const origin = Date.now();
  const shared = {
    checks,
    target: Target.parse({
      url: against.url,
      ...(against.maxRate && { maxRate: against.maxRate }),
      ...(against.connectTimeout && { connection: { connectTimeout: against.connectTimeout } }),
      ...((against.ca || against.tls) && { tls: { ca: against.ca, ...against.tls } }),
    }),
    policy: Policy.parse(against.policy),
    endpoints: mapValues(against.endpoints, (endpoint) => Endpoint.parse(endpoint)),
    sourceAddresses: against.sourceAddresses ?? [],
    settings: against.profile === undefined ? {} : { profile: against.profile },
  };
  const options: CheckRun = {
    ...shared,
    arm: 'canary',
    proxy: against.proxy,
    identities,
    pools,
    redactor,
    runId: 'test',
    version: '0.0.0',
    seed: 1,
    now: () => Date.now() - origin,
    wallClock: Date.now,
    abort: new AbortController().signal,
  };
  try {
    const { findings, exchanges } = await runChecks(options);
    const stored = JSON.parse(JSON.stringify(exchanges)) as Exchange[];
    expect(rejudge({ ...shared, exchanges: stored, previous: findings, now: origin })).toEqual(findings);
    return { findings, exchanges };
  } finally {
    await identities.close();
  }
}

/** The finding of one check. */
export async function runOne(
  check: Check,
  against: Against,
): Promise<FindingReport & { all: readonly Exchange[] }> {
  const { findings, exchanges } = await run([check], against);
  return { ...findings[0]!, all: exchanges };
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
