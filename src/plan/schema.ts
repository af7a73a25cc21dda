import { z } from 'zod';
import { PROFILES } from '../model/check.ts';
import { Endpoint } from '../model/endpoint.ts';
import { SEVERITIES } from '../model/finding.ts';
import { Gate, Signal, Trigger } from '../model/gate.ts';
import { IdentityPool } from '../model/identity.ts';
import { Policy } from '../model/policy.ts';
import { Scenario } from '../model/scenario.ts';
import { Target } from '../model/target.ts';
import { Day, Duration, Name } from '../model/units.ts';
import { MAX_WAIT } from '../probe/settings.ts';

const Pattern = z.string().describe('a check or a family: "cors/null-origin", "cors", "jwt/*"');

export const CheckSettings = z.strictObject({
  profile: z
    .enum(PROFILES)
    .default('standard')
    .describe('how thoroughly: more requests and waits from quick to deep'),
  maxWait: Duration.default(MAX_WAIT).describe(
    'longest that a check may wait, e.g. for a rate-limit window; what needs longer is inconclusive',
  ),
  only: z.array(Pattern).optional(),
  skip: z.array(Pattern).default([]),
  required: z.array(Pattern).default([]).describe('must end in pass or not_applicable for a PASS'),
  options: z.record(z.string(), z.record(z.string(), z.unknown())).default({}).describe('by check id'),
  accept: z
    .array(z.strictObject({ check: Pattern, reason: z.string().min(1), until: Day }))
    .default([])
    .describe('accepted risks: shown, never silent, until the day'),
  severity: z
    .array(z.strictObject({ check: Pattern, severity: z.enum(SEVERITIES), reason: z.string().min(1) }))
    .default([])
    .describe('other severities than the checks have, with the reason; shown in every report'),
});

export const RunSettings = z.strictObject({
  proof: z.enum(['95%', 'point']).default('95%').describe('point: plain threshold comparison'),
  until: z
    .enum(['conclusive', 'end'])
    .default('conclusive')
    .describe('conclusive: stops early once every gate is decided'),
  minDuration: Duration.default(60_000).describe(
    'no early stop for a PASS before this much load; rarer stalls cannot be seen in less',
  ),
  maxDuration: Duration.default(3_600_000).describe('of the whole load'),
  maxRequests: z.int().positive().default(10_000_000).describe('of the load'),
  maxFloodRequests: z.int().positive().default(10_000).describe('of all floods together'),
  blocking: z.enum(SEVERITIES).default('medium').describe('least severity of a failed check that blocks'),
  seed: z.int().default(1),
  workers: z
    .int()
    .positive()
    .optional()
    .describe('most threads that send; one less than there are processors when left out'),
});

/** The plan: the only definition; types, validation and JSON Schema follow from it. */
export const Plan = z.strictObject({
  $schema: z.string().optional(),
  name: Name,
  description: z.string().optional(),
  targets: z.strictObject({ canary: Target, baseline: Target.optional() }),
  identities: z.record(Name, IdentityPool).default({}),
  sourceAddresses: z
    .array(z.union([z.ipv4(), z.ipv6()]))
    .default([])
    .describe('local addresses to send from, for quotas by IP'),
  endpoints: z.record(Name, Endpoint).default({}),
  policy: Policy.prefault({}),
  scenarios: z
    .record(
      Name,
      z.union([
        z.string().describe('module that exports a scenario: "./browse.ts" or "./browse.ts#name"'),
        Scenario,
      ]),
    )
    .default({}),
  signals: z.record(Name, Signal).default({}),
  checks: CheckSettings.prefault({}),
  gates: z.array(Gate).default([]),
  triggers: z.array(Trigger).default([]),
  run: RunSettings.prefault({}),
  reports: z.array(z.string()).default(['junit', 'markdown']).describe('files beside report.json'),
});
export type PlanInput = z.input<typeof Plan>;
export type Plan = z.output<typeof Plan>;
