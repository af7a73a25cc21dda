import { formatDuration } from '../model/duration.ts';
import type { Arm } from '../model/sample.ts';
import { quote } from '../model/text.ts';
import type { ParsedGate, Percentile, PercentileTiming } from './ast.ts';
import { type Fault, fault } from './fault.ts';

/** How long a plan waits before it gives a request up, in ms. */
export interface Patience {
  readonly endpoints: Readonly<Record<string, { readonly timeout: number }>>;
  readonly connections?: Readonly<
    Partial<Record<Arm, { readonly connectTimeout: number; readonly firstByteTimeout?: number | undefined }>>
  >;
}

/** Timings of an answer; `duration` is none of them, as it leaves out requests without one. */
const OF_ANSWERS: readonly PercentileTiming[] = ['latency', 'service', 'ttfb', 'first_event'];

/** A request that is given up before the bound can be neither within nor slower: the gate would only see timeouts. */
export function timeoutFaults(gate: ParsedGate, { of }: Percentile, patience: Patience): Fault[] {
  const { condition } = gate;
  if (condition.kind !== 'compare' || !('timing' in of)) return [];
  const bound = condition.unit === 's' ? condition.value * 1000 : condition.value;
  return [...waits(gate, of.timing, patience)]
    .filter(({ timeout }) => timeout <= bound)
    .map(({ who, deed, name, timeout }) => {
      const message = `${who} ${deed} after ${formatDuration(timeout)}, at or below the bound of ${formatDuration(bound)}`;
      return fault(message, `a ${name} above ${formatDuration(bound)}`);
    });
}

interface Wait {
  readonly who: string;
  readonly deed: string;
  readonly name: string;
  readonly timeout: number;
}

function* waits({ selector }: ParsedGate, timing: PercentileTiming, patience: Patience): Generator<Wait> {
  const { endpoints, connections = {} } = patience;
  for (const [name, { timeout }] of chosen(endpoints, selector.endpoint))
    if (OF_ANSWERS.includes(timing))
      yield { who: `endpoint ${quote(name)}`, deed: 'times out', name: 'timeout', timeout };
  for (const [arm, { connectTimeout, firstByteTimeout = Infinity }] of chosen(connections, selector.arm)) {
    const who = `target ${quote(arm)}`;
    if (OF_ANSWERS.includes(timing))
      yield {
        who,
        deed: 'times out without a first byte',
        name: 'firstByteTimeout',
        timeout: firstByteTimeout,
      };
    if (timing === 'connect')
      yield { who, deed: 'times out unconnected', name: 'connectTimeout', timeout: connectTimeout };
  }
}

function chosen<T>(all: Readonly<Partial<Record<string, T>>>, name: string | undefined): [string, T][] {
  const entries = Object.entries(all) as [string, T][];
  return entries.filter(([key]) => name === undefined || key === name);
}
