import type { Exchange } from '../../model/exchange.ts';
import type { StreamPolicy } from '../../model/policy/streams.ts';
import { quote } from '../../model/text.ts';
import { valuesAt } from '../expect.ts';
import { readEvents } from './event-stream.ts';

type Twin = NonNullable<StreamPolicy['twin']>;

/** What is compared of the items of an answer without a stream; undefined where there is no whole answer. */
export function twinItems({ response, error }: Exchange, twin: Twin): string[] | undefined {
  if (response === undefined || error !== undefined || response.truncated) return undefined;
  if (response.status < 200 || response.status > 299) return undefined;
  return valuesAt(response.body, twin.items).map((item) => comparable(JSON.stringify(item), twin));
}

/** The same of the events that carry items. */
export function eventItems(exchange: Exchange, twin: Twin): string[] | undefined {
  const { response, error } = exchange;
  if (response === undefined || error !== undefined || response.truncated) return undefined;
  return readEvents(exchange)
    .events.filter(({ event }) => event === twin.event)
    .map(({ data }) => comparable(data, twin));
}

/** How two lists differ, as a sentence; undefined where they are equal. */
export function differenceOf(wanted: readonly string[], items: readonly string[]): string | undefined {
  if (items.length !== wanted.length)
    return `it holds ${items.length} items rather than ${wanted.length}${example(wanted, items)}`;
  const at = wanted.findIndex((item, index) => items[index] !== item);
  if (at < 0) return undefined;
  const same = wanted.toSorted().join('\n') === items.toSorted().join('\n');
  return same
    ? `its items come in another order, from number ${at + 1} on`
    : `item ${at + 1} is ${quote(items[at]!)} rather than ${quote(wanted[at]!)}`;
}

function example(wanted: readonly string[], items: readonly string[]): string {
  const missing = wanted.find((item) => !items.includes(item));
  return missing === undefined ? '' : `; ${quote(missing)} is missing`;
}

/** Values as text that does not depend on the order of members. */
function comparable(json: string, { value }: Twin): string {
  return JSON.stringify(valuesAt(json, value).map(sorted));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, held]) => [name, sorted(held)]));
}
