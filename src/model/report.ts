import { z } from 'zod';
import { CHECK_OUTCOMES, SEVERITIES } from './finding.ts';
import { GateResult } from './gate.ts';
import { ARMS, OUTCOMES, PHASES } from './sample.ts';
import { TIMINGS } from './window.ts';

export const VERDICTS = ['PASS', 'FAIL', 'INCONCLUSIVE'] as const;
export const DECISIONS = ['PROMOTE', 'HOLD', 'ROLLBACK'] as const;
export const REASON_CODES = [
  'insufficient_samples',
  'no_data',
  'gate_violated',
  'gate_error',
  'trigger_fired',
  'check_failed',
  'check_unfinished',
  'generator',
  'version_unproven',
  'not_authorised',
  'blocker',
  'interrupted',
  'scenario_error',
  'unreachable',
  'checks_only',
  'missing_instance',
  'broken_result',
] as const;

export const Reason = z.object({ code: z.enum(REASON_CODES), text: z.string() });
export type Reason = z.output<typeof Reason>;

const Percentiles = z
  .object({
    count: z.int(),
    min: z.number(),
    mean: z.number(),
    p50: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
    max: z.number(),
  })
  .describe('milliseconds');
export type Percentiles = z.output<typeof Percentiles>;

const Outcomes = z.partialRecord(z.enum(OUTCOMES), z.int());

/** Counts and timings of one group of samples: an endpoint, an identity class, a scenario. */
export const LoadSummary = z.object({
  requests: z.int(),
  outcomes: Outcomes,
  statuses: z.record(z.string(), z.int()).optional(),
  bytes: z.int(),
  /** Requests per second, by intended start. */
  rate: z.number(),
  /** Of `ok` requests. */
  latency: Percentiles.nullable(),
  service: Percentiles.nullable(),
  /** Of every answered request, plain service time. */
  duration: Percentiles.nullable(),
  firstEvent: Percentiles.nullable(),
});
export type LoadSummary = z.output<typeof LoadSummary>;

export const ScenarioReport = LoadSummary.extend({
  name: z.string(),
  kind: z.enum(['load', 'flood']),
  executor: z.string(),
  arm: z.enum(ARMS),
  /** Arrivals that waited for a virtual user. */
  queued: z.int(),
  dropped: z.int(),
  /** Virtual users that were busy at once. */
  maxVUsUsed: z.int(),
  /** Iterations per second that were asked for; null for closed loops. */
  plannedRate: z.number().nullable(),
  achievedRate: z.number(),
  iterations: z.int(),
  exceptions: z.object({ count: z.int(), messages: z.array(z.string()) }),
  throttledMs: z.number(),
  latencyFrom: z
    .enum(['actual', 'mixed'])
    .optional()
    .describe('latency = service, of all requests or of some, since it is not known when they were due'),
  endpoints: z.array(LoadSummary.extend({ name: z.string() })),
  classes: z.array(LoadSummary.extend({ name: z.string() })),
  custom: z.array(
    z.object({ name: z.string(), count: z.int(), sum: z.number(), values: Percentiles.nullable() }),
  ),
});
export type ScenarioReport = z.output<typeof ScenarioReport>;

export const FindingReport = z.object({
  id: z.string(),
  cases: z.array(z.string()),
  title: z.string(),
  outcome: z.enum(CHECK_OUTCOMES),
  severity: z.enum(SEVERITIES),
  kind: z.enum(['spec', 'exploit', 'policy']),
  message: z.string(),
  remedy: z.string(),
  references: z.array(z.string()),
  exchanges: z.array(z.string()),
  required: z.boolean(),
  accepted: z.object({ reason: z.string(), until: z.string() }).optional(),
  /** The plan gave it another severity than its own. */
  severityGiven: z.object({ from: z.enum(SEVERITIES), reason: z.string() }).optional(),
  /** The baseline shows it too: no reason to roll back. */
  preExisting: z.literal(true).optional(),
});
export type FindingReport = z.output<typeof FindingReport>;

/** How one declared limit was tried by one class of callers. */
export const LimitCoverage = z.object({
  limit: z.string(),
  endpoint: z.string(),
  class: z.string(),
  scope: z.string(),
  quota: z.int(),
  windowMs: z.number(),
  tried: z
    .enum(['used up', 'within', 'no'])
    .describe('within: a few requests, for what the headers say; no: not in this run'),
  admitted: z.int(),
  rejected: z.int(),
  other: z.int(),
});
export type LimitCoverage = z.output<typeof LimitCoverage>;

const SeriesPoint = z.object({
  second: z.int(),
  scenario: z.string(),
  endpoint: z.string(),
  arm: z.enum(ARMS),
  phase: z.enum(PHASES),
  outcomes: Outcomes,
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

/** `report.json`: everything that any reporter needs, and nothing that needs redaction. */
export const Report = z.object({
  schema: z.literal('canary-gate/report@1'),
  tool: z.object({ name: z.literal('canary-gate'), version: z.string() }),
  run: z.object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    interrupted: z.boolean(),
    folder: z.string(),
    seed: z.int(),
    subject: z.object({
      version: z.string().optional(),
      digest: z.string().optional(),
      commit: z.string().optional(),
    }),
  }),
  targets: z.record(
    z.string(),
    z.object({
      url: z.string(),
      /** What was spoken: HTTP/1.1 or HTTP/2. */
      protocol: z.enum(['h1', 'h2']),
      insecure: z.boolean(),
      loopback: z.boolean(),
      authorised: z.boolean(),
      /** What other clients must be told to come the same way; files as paths on the machine of the run. */
      route: z
        .object({
          /** Address that was connected to in place of the URL's host. */
          address: z.string().optional(),
          ca: z.string().optional(),
          cert: z.string().optional(),
          key: z.string().optional(),
          servername: z.string().optional(),
        })
        .optional(),
    }),
  ),
  plan: z.object({
    name: z.string(),
    file: z.string(),
    sha256: z.string(),
    /** Least severity of a failed check that blocks; `medium` when left out. */
    blocking: z.enum(SEVERITIES).optional(),
  }),
  engine: z.object({
    id: z.string(),
    title: z.string(),
    atMost: z.array(z.enum(TIMINGS)).optional().describe('timings that are known only as upper bounds'),
  }),
  verdict: z.enum(VERDICTS),
  decision: z.enum(DECISIONS),
  exitCode: z.int(),
  reasons: z.array(Reason),
  generator: z.object({
    healthy: z.boolean(),
    sendLagP99: z.number(),
    eventLoopDelayP99: z.number(),
    cpu: z.number(),
    /** Share of a core that was spun away to be on time. */
    spin: z.number().optional(),
    /** Threads that sent. */
    workers: z.int().optional(),
    missedRate: z.number(),
    notes: z.array(z.string()),
  }),
  versions: z.array(
    z.object({ version: z.string(), requests: z.int(), share: z.number(), expected: z.boolean() }),
  ),
  gates: z.array(GateResult),
  checks: z.array(FindingReport),
  /** Of declared rate limits; left out where none is declared or no check ran. */
  limits: z.array(LimitCoverage).optional(),
  load: z.object({ seconds: z.number(), scenarios: z.array(ScenarioReport) }),
  signals: z.array(
    z.object({
      name: z.string(),
      readings: z.int(),
      last: z.number().nullable(),
      state: z.string(),
      detail: z.string().optional(),
    }),
  ),
  series: z.array(SeriesPoint),
  notes: z.array(z.string()),
});
export type Report = z.output<typeof Report>;
