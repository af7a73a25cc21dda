import type { CheckContext } from '../../model/check.ts';
import { type Endpoint, isSafe } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { StreamPolicy } from '../../model/policy/streams.ts';
import { type Call, type Caller, needsData } from '../caller.ts';
import { headerList } from '../headers.ts';
import type { StreamEvent } from './event-stream.ts';

/** Bytes of a stream that are looked at. */
const LONGEST_STREAM = 1024 * 1024;

type Declared = Pick<CheckContext, 'policy' | 'endpoints'>;

/** A stream that checks may call. */
export interface DeclaredStream {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** What it promises beyond its terminal event. */
  readonly promise: StreamPolicy | undefined;
}

/** Endpoints that are declared as streams, in the order of the plan. */
export function streamsOf({ policy, endpoints }: Declared): DeclaredStream[] {
  return Object.entries(endpoints).flatMap(([name, endpoint]) => {
    const promise = policy.streams.find((stream) => stream.endpoint === name);
    const isStream = endpoint.stream !== undefined || promise !== undefined;
    return isStream && isSafe(endpoint) && !needsData(endpoint) ? [{ name, endpoint, promise }] : [];
  });
}

/** What to declare before streams are looked at; undefined when it is. */
export function needsStreams(context: Declared): string | undefined {
  return streamsOf(context).length === 0
    ? 'declare endpoints with a stream that checks may call: GET, or safe: true'
    : undefined;
}

/** Reads a stream to its end, or, where none is declared, for as long as it is to be watched. */
export function readStream(caller: Caller, stream: DeclaredStream, call: Call): Promise<Exchange> {
  const { name, endpoint, promise } = stream;
  const asks = Object.keys(endpoint.headers).some((header) => header.toLowerCase() === 'accept');
  return caller.call(name, {
    keep: LONGEST_STREAM,
    ...(endpoint.stream === undefined && { timeout: promise?.watch ?? endpoint.timeout }),
    ...call,
    headers: [...(asks ? [] : [['accept', 'text/event-stream'] as const]), ...(call.headers ?? [])],
    facts: { stream: name, ...call.facts },
  });
}

/** True for the event that says that a stream is complete. */
export function isTerminal(event: StreamEvent, { stream }: Endpoint): boolean {
  if (stream === undefined) return false;
  const { terminal } = stream;
  return (terminal.event ?? event.event) === event.event && (terminal.data ?? event.data) === event.data;
}

/** True for an answer that is compressed, though that was not asked for: it cannot be read here. */
export function isEncoded({ response }: Exchange): boolean {
  return headerList(response?.headers ?? [], 'content-encoding').some((coding) => coding !== 'identity');
}

/** True for a success that is an event stream by its media type, and can be read. */
export function isEventStream(exchange: Exchange): boolean {
  const { response } = exchange;
  const types = (response?.headers ?? []).filter(([name]) => name.toLowerCase() === 'content-type');
  return (
    response !== undefined &&
    response.status >= 200 &&
    response.status <= 299 &&
    !isEncoded(exchange) &&
    types.some(([, type]) => /^\s*text\/event-stream\s*(;|$)/i.test(type))
  );
}

/** True when the whole stream was received: it ended by itself, and nothing of it was cut off. */
export function endedCleanly({ response, error }: Exchange): boolean {
  return response !== undefined && error === undefined && !response.truncated;
}
