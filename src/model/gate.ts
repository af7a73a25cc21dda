import { z } from 'zod';
import { Duration, Name } from './units.ts';

export const GATE_LEVELS = ['warn', 'required', 'critical'] as const;
export type GateLevel = (typeof GATE_LEVELS)[number];

export const GATE_STATES = ['pass', 'fail', 'inconclusive', 'no_data', 'error'] as const;
export type GateState = (typeof GATE_STATES)[number];

/** A gate in a plan: an expression of the gate grammar, at level `required` unless said otherwise. */
export const Gate = z.union([
  z.string().min(1),
  z.strictObject({
    expression: z.string().min(1),
    level: z.enum(GATE_LEVELS).default('required'),
    id: Name.optional(),
    note: z.string().optional(),
  }),
]);
export type Gate = z.output<typeof Gate>;

/** A rollback trigger: what must not happen, `... -> rollback` or `... -> security`. */
export const Trigger = z.union([
  z.string().min(1),
  z.strictObject({ expression: z.string().min(1), id: Name.optional(), note: z.string().optional() }),
]);
export type Trigger = z.output<typeof Trigger>;

const signalCommon = { every: Duration.default(5000), timeout: Duration.default(3000) };

/** An outside reading that gates may use as `signal(name)`. */
export const Signal = z.union([
  z.strictObject({
    json: z.string().describe('JSONPath in the answer, such as $.pool_usage'),
    endpoint: Name.optional().describe('endpoint of the plan'),
    url: z.string().optional().describe('or any URL'),
    unit: z
      .enum(['ratio', 'percent', 'number', 'ms', 's'])
      .default('number')
      .describe('ratio: 0.5 reads as 50 %'),
    headers: z.record(z.string(), z.string()).default({}),
    ...signalCommon,
  }),
  z.strictObject({
    promql: z.string().describe('an instant query that gives one value'),
    url: z.string().describe('base URL of Prometheus'),
    unit: z.enum(['ratio', 'percent', 'number', 'ms', 's']).default('number'),
    headers: z.record(z.string(), z.string()).default({}),
    ...signalCommon,
  }),
]);
export type Signal = z.output<typeof Signal>;

/** A gate's or trigger's result, as the report holds it. */
export const GateResult = z.object({
  id: z.string(),
  expression: z.string(),
  kind: z.enum(['gate', 'trigger']),
  level: z.enum(GATE_LEVELS),
  /** Triggers: `pass` = did not fire, `fail` = fired, `not_evaluable` = longer than the run. */
  state: z.enum([...GATE_STATES, 'not_evaluable']),
  /** Present value of the metric in `unit`; null where there is none. */
  observed: z.number().nullable(),
  unit: z.enum(['ms', 'ratio', 'count', 'per_second', 'number', 'burn']),
  n: z.int(),
  bad: z.int(),
  nEffective: z.number(),
  /** In `unit`; either end is null where it is not bounded by the data. */
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
  confidence: z.number(),
  /** Requests in all at which the present count of bad ones would prove the gate. */
  needed: z.int().nullable(),
  method: z.string(),
  message: z.string(),
  notes: z.array(z.string()),
  /** What a fired trigger asks for. */
  action: z.enum(['rollback', 'security']).optional(),
});
export type GateResult = z.output<typeof GateResult>;
