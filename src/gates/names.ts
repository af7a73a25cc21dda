import { ARMS, type Arm } from '../model/sample.ts';
import { didYouMean, nearest } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import { type Metric, type ParsedGate, PERCENTILE_TIMINGS, type Percentile } from './ast.ts';
import { type Fault, fault } from './fault.ts';
import type { Scope } from './requirement.ts';
import type { SignalUnits } from './signal-unit.ts';
import { type Patience, timeoutFaults } from './timeouts.ts';

/** What a plan knows by name: all that gates may refer to. */
export interface Names extends Patience {
  /** `timeout` in ms; `stream` is anything but undefined for server-sent events. */
  readonly endpoints: Readonly<Record<string, { readonly timeout: number; readonly stream?: unknown }>>;
  readonly scenarios: Readonly<Record<string, { readonly kind: 'load' | 'flood' }>>;
  /** Rate classes of the identities. */
  readonly classes: Iterable<string>;
  readonly signals: SignalUnits;
  /** Custom metrics, where they are known; any name goes when left out. */
  readonly customs?: Iterable<string>;
  readonly arms?: readonly Arm[];
}

/** Names in an expression that the plan does not have, and bounds that its endpoints could never show. */
export function nameFaults(gate: ParsedGate, names: Names): Fault[] {
  const percentile = percentileOf(gate.metric);
  const unknown = selectorFaults(gate, names);
  if (!percentile || unknown.length > 0) return unknown;
  return 'custom' in percentile.of
    ? customFaults(percentile.of.custom, names)
    : [...streamFaults(gate, percentile, names), ...timeoutFaults(gate, percentile, names)];
}

/** What a gate is about: where a first event is wanted of all requests, those of streams. */
export function scopeOf({ metric, selector }: ParsedGate, names: Names): Scope {
  const of = percentileOf(metric)?.of;
  if (!of || !('timing' in of) || of.timing !== 'first_event' || selector.endpoint !== undefined)
    return selector;
  return { ...selector, streams: streamsOf(names) };
}

function streamsOf({ endpoints }: Names): string[] {
  return Object.keys(endpoints).filter((name) => endpoints[name]?.stream !== undefined);
}

function percentileOf(metric: Metric): Percentile | undefined {
  if (metric.kind === 'percentile') return metric;
  return metric.kind === 'trend' ? metric.of : undefined;
}

function selectorFaults({ selector, metric }: ParsedGate, names: Names): Fault[] {
  if (metric.kind === 'signal' && Object.keys(selector).length > 0)
    return [fault('a signal has no endpoints or scenarios to select', 'no {...}')];
  const { endpoint, scenario, arm } = selector;
  return [
    ...known('endpoint', endpoint, Object.keys(names.endpoints)),
    ...known('scenario', scenario, Object.keys(names.scenarios)),
    ...known('class', selector.class, ['anonymous', ...names.classes]),
    ...known('arm', arm, names.arms ?? ARMS),
    ...(scenario !== undefined && names.scenarios[scenario]?.kind === 'flood'
      ? [
          fault(
            `scenario ${quote(scenario)} is a flood, which is kept out of the gates`,
            'a scenario of kind load',
          ),
        ]
      : []),
  ];
}

function known(what: string, name: string | undefined, all: readonly string[]): Fault[] {
  if (name === undefined || all.includes(name)) return [];
  return [
    fault(`the plan has no ${what} ${quote(name)}.${didYouMean(name, all)}`, all.join(', ') || `no ${what}`),
  ];
}

function customFaults(name: string, { customs }: Names): Fault[] {
  const list = customs === undefined ? undefined : [...customs];
  if (list?.includes(name)) return [];
  const near = nearest(name, PERCENTILE_TIMINGS);
  if (list === undefined && near === undefined) return [];
  const all = [...PERCENTILE_TIMINGS, ...(list ?? [])];
  return [
    fault(`${quote(name)} is neither a timing nor a custom metric.${didYouMean(name, all)}`, all.join(', ')),
  ];
}

function streamFaults({ selector }: ParsedGate, { of }: Percentile, names: Names): Fault[] {
  if (!('timing' in of) || of.timing !== 'first_event') return [];
  const streams = streamsOf(names);
  if (selector.endpoint === undefined)
    return streams.length > 0
      ? []
      : [fault('no endpoint is a stream: there is no first event', 'an endpoint with "stream"')];
  if (streams.includes(selector.endpoint)) return [];
  return [
    fault(
      `endpoint ${quote(selector.endpoint)} is no stream: it has no first event`,
      streams.join(', ') || 'an endpoint with "stream"',
    ),
  ];
}
