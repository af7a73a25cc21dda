import { z } from 'zod';
import { Duration, Name } from './units.ts';

/** One entry of a scenario's weighted list of static requests. */
export const WeightedRequest = z.union([
  Name.describe('an endpoint'),
  z.strictObject({ endpoint: Name, weight: z.number().positive().default(1), identity: Name.optional() }),
]);
export type WeightedRequest = z.output<typeof WeightedRequest>;

export const Data = z.strictObject({
  file: z.string().describe('CSV with a header line, or a JSON array of objects; relative to the plan'),
  order: z.enum(['sequential', 'random']).default('sequential'),
});

/** Settings that every scenario has, whatever its executor. */
const settings = {
  kind: z.enum(['load', 'flood']).default('load').describe('a flood is kept out of the gates and runs last'),
  requests: z.array(WeightedRequest).min(1).optional().describe('static requests: the fast path'),
  module: z
    .string()
    .optional()
    .describe('file and export of an iteration: "./browse.ts" or "./browse.ts#name"'),
  startTime: Duration.default(0).describe('after the start of the load'),
  after: Name.optional().describe('starts when this scenario has ended'),
  gracefulStop: Duration.default(30_000),
  warmup: Duration.default(0).describe('time at the start that counts for nothing'),
  pause: Duration.default(0).describe('between the iterations of a virtual user'),
  tags: z.record(z.string(), z.string()).default({}),
  identity: Name.optional().describe('pool for every request; that of the endpoint when left out'),
  data: Data.optional(),
  transcript: z
    .boolean()
    .default(false)
    .describe('one line per request in transcript.ndjson; for bounded runs'),
};

const Vus = z.int().positive();
const Stages = z.array(z.strictObject({ target: z.number().nonnegative(), duration: Duration })).min(1);
const arrival = {
  timeUnit: Duration.default(1000),
  preAllocatedVUs: Vus,
  maxVUs: Vus.optional().describe('preAllocatedVUs when left out'),
};
const iterations = { vus: Vus, iterations: Vus, maxDuration: Duration.default(600_000) };

/** A scenario, by executor: k6's names, fields and meaning. */
export const Scenario = z.discriminatedUnion('executor', [
  z.strictObject({
    executor: z.literal('constant-arrival-rate'),
    rate: z.number().positive(),
    duration: Duration,
    ...arrival,
    ...settings,
  }),
  z.strictObject({
    executor: z.literal('ramping-arrival-rate'),
    startRate: z.number().nonnegative().default(0),
    stages: Stages,
    ...arrival,
    ...settings,
  }),
  z.strictObject({ executor: z.literal('constant-vus'), vus: Vus, duration: Duration, ...settings }),
  z.strictObject({
    executor: z.literal('ramping-vus'),
    startVUs: z.int().nonnegative().default(1),
    stages: Stages,
    ...settings,
  }),
  z.strictObject({ executor: z.literal('shared-iterations'), ...iterations, ...settings }),
  z.strictObject({ executor: z.literal('per-vu-iterations'), ...iterations, ...settings }),
]);
export type Scenario = z.output<typeof Scenario>;
export type ScenarioInput = z.input<typeof Scenario>;
export const EXECUTORS = Scenario.options.map((option) => option.shape.executor.value);
