import { z } from 'zod';
import { printable } from '../model/text.ts';
import type { SignalWindow } from '../model/window.ts';

/** One reading of a signal, in the signal's own unit. */
export type Reading = Pick<SignalWindow, 'state' | 'value' | 'detail'>;

/** A sample of Prometheus: a time, and a number written as text. */
const Sample = z.tuple([z.number(), z.string()]);
const Answer = z.object({
  status: z.enum(['success', 'error']),
  error: z.string().optional(),
  errorType: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  infos: z.array(z.string()).optional(),
  data: z
    .discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('scalar'), result: Sample }),
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: Sample.optional() })) }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.unknown()) }),
      z.object({ resultType: z.literal('string'), result: Sample }),
    ])
    .optional(),
});
type Answer = z.output<typeof Answer>;

/**
 * The one value of an instant query (Prometheus HTTP API, `/api/v1/query`).
 * NaN and an empty result are `no_data`; several series, warnings, infinities and errors are `error`: never a reading.
 */
export function readPromql(body: unknown): Reading {
  const parsed = Answer.safeParse(body);
  if (!parsed.success) return failed('the answer is not that of the Prometheus query API');
  const { status, error, errorType, warnings = [], infos = [], data } = parsed.data;
  if (status === 'error') return failed(`${errorType ?? 'error'}: ${error ?? 'no reason given'}`);
  // A warning means that the value may be wrong, e.g. because a store did not answer.
  if (warnings.length > 0) return failed(`warning: ${warnings.join('; ')}`);
  const reading = readingOf(data);
  return infos.length === 0 || reading.detail !== undefined
    ? reading
    : { ...reading, detail: printable(infos.join('; ')) };
}

function readingOf(data: Answer['data']): Reading {
  if (data?.resultType === 'scalar') return numberOf(data.result[1]);
  if (data?.resultType !== 'vector')
    return failed(
      `the query gives a ${data?.resultType ?? 'nothing'}; an instant vector or a scalar is wanted`,
    );
  const [series, ...others] = data.result;
  if (series === undefined) return { state: 'no_data', detail: 'the query gives no series' };
  if (others.length > 0)
    return failed(
      `the query gives ${others.length + 1} series; aggregate them to one, e.g. by sum() or max()`,
    );
  if (series.value === undefined)
    return failed('the query gives a native histogram; use histogram_quantile()');
  return numberOf(series.value[1]);
}

/** Prometheus writes `NaN`, `+Inf` and `-Inf`; a division by zero must not pass for a very good reading. */
function numberOf(text: string): Reading {
  if (text === 'NaN')
    return { state: 'no_data', detail: 'NaN: nothing was divided by nothing, or there were no observations' };
  if (text === '+Inf' || text === '-Inf') return failed(`${text}: something was divided by zero`);
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value)
    ? failed(`"${text}" is no number`)
    : { state: 'value', value };
}

export function failed(detail: string): Reading {
  return { state: 'error', detail: printable(detail, 300) };
}
