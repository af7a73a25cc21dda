import type { Exchange } from '../../model/exchange.ts';
import { quote } from '../../model/text.ts';
import type { EventStream, StreamEvent } from './event-stream.ts';
import { type DeclaredStream, isTerminal } from './streams.ts';

/** Ids of all events but the terminal one, which may do without. */
export function idsOf(events: readonly StreamEvent[], { endpoint }: DeclaredStream): string[] {
  return events.filter((event) => !isTerminal(event, endpoint)).flatMap(({ id }) => (id ? [id] : []));
}

/** What of a whole stream is not as declared, as sentences. */
export function faultsOf(read: EventStream, stream: DeclaredStream): string[] {
  const faults = [retryFault(read, stream), stream.promise?.ids && idFault(read, stream)];
  return faults.flatMap((fault) => fault ?? []);
}

/** Why the events after `from` are not those that follow it in the whole stream; new ones may follow at the end. */
export function resumptionFault(
  whole: readonly string[],
  rest: readonly string[],
  from: string,
): string | undefined {
  // Several events may share an id: that of the place up to which all is told.
  const at = whole.lastIndexOf(from);
  const repeated = rest.find((id) => whole.slice(0, at + 1).includes(id));
  if (repeated !== undefined) return `the event ${quote(repeated)} is sent again`;
  const wanted = whole.slice(at + 1);
  const missing = wanted.find((id) => !rest.includes(id));
  if (missing !== undefined) return `the event ${quote(missing)} is not sent`;
  return wanted.every((id, index) => rest[index] === id) ? undefined : 'the events come in another order';
}

/** The longest time in which nothing came, in ms: from the head of the answer until it ended, or was left. */
export function silenceOf({ response, timing }: Exchange): number {
  if (timing.firstByte === undefined) return 0;
  const times = [timing.firstByte, ...(response?.arrivals ?? []).map(([at]) => at), timing.ended];
  return Math.max(...times.slice(1).map((at, index) => at - times[index]!));
}

/** A time that is no number is ignored by every client, whatever is declared. */
function retryFault({ retries, badRetries }: EventStream, { promise }: DeclaredStream): string | undefined {
  const [bad] = badRetries;
  if (bad !== undefined) return `retry is ${quote(bad)}, and clients understand digits alone`;
  const range = promise?.retry;
  if (range === undefined) return undefined;
  if (retries.length === 0) return 'it sends no retry time, and one is declared';
  const wrong = retries.find((retry) => retry < range.min || retry > range.max);
  return wrong === undefined
    ? undefined
    : `retry is ${wrong} ms, and ${range.min} to ${range.max} ms are declared`;
}

function idFault({ events }: EventStream, stream: DeclaredStream): string | undefined {
  const numbered = events.filter((event) => !isTerminal(event, stream.endpoint));
  const ids = idsOf(events, stream);
  if (ids.length < numbered.length)
    return `${numbered.length - ids.length} of ${numbered.length} events have no id`;
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) return `the id ${quote(repeated)} comes twice`;
  return stream.promise?.ids === 'sequential' ? gapIn(ids) : undefined;
}

function gapIn(ids: readonly string[]): string | undefined {
  const odd = ids.find((id) => !/^\d{1,15}$/.test(id));
  if (odd !== undefined) return `the id ${quote(odd)} is no whole number`;
  const at = ids.findIndex((id, index) => index > 0 && Number(id) !== Number(ids[index - 1]) + 1);
  return at < 0 ? undefined : `the id ${quote(ids[at]!)} follows ${quote(ids[at - 1]!)}`;
}
