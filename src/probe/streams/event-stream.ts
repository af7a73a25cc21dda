import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Exchange } from '../../model/exchange.ts';

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  /** Only where the event has one of its own. */
  readonly id?: string;
  /** When its last byte came, in ms since the run's origin; undefined where that is not known. */
  readonly at?: number;
}

/** What a stream of server-sent events said (WHATWG HTML, section 9.2). */
export interface EventStream {
  readonly events: readonly StreamEvent[];
  /** Reconnection times in ms, as far as they are whole numbers. */
  readonly retries: readonly number[];
  /** Reconnection times that every client ignores. */
  readonly badRetries: readonly string[];
}

/** Reads the body of an exchange, not yet redacted, part by part as it came. */
export function readEvents({ response }: Pick<Exchange, 'response'>): EventStream {
  const events: StreamEvent[] = [];
  const retries: number[] = [];
  const badRetries: string[] = [];
  let at: number | undefined;
  const parser = createParser({
    onEvent: (message) => void events.push(eventOf(message, at)),
    onRetry: (retry) => void retries.push(retry),
    onError: ({ type, value }) => {
      if (type === 'invalid-retry') badRetries.push(value ?? '');
    },
  });
  for (const part of partsOf(response)) {
    at = part.at;
    parser.feed(part.text);
  }
  return { events, retries, badRetries };
}

/**
 * True when a stream ends inside an event that carries data: parsers discard it. Comments and fields without data may
 * end a stream as they like.
 */
export function endsInsideEvent(body: string): boolean {
  const lines = body.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const unfinished = lines.pop() ?? '';
  const tail = [...lines.slice(lines.lastIndexOf('') + 1), unfinished];
  return tail.some((line) => /^data(:|$)/.test(line));
}

function eventOf({ event = 'message', data, id }: EventSourceMessage, at: number | undefined): StreamEvent {
  return { event, data, ...(id !== undefined && { id }), ...(at !== undefined && { at }) };
}

interface Part {
  readonly text: string;
  readonly at?: number;
}

/** The body in the parts in which it came, where its bytes are still those that were counted. */
function partsOf(response: Exchange['response']): Part[] {
  const { body = '', bodyBytes, arrivals = [] } = response ?? {};
  const bytes = Buffer.from(body);
  if (arrivals.length === 0 || bytes.length !== bodyBytes) return [{ text: body }];
  const decoder = new TextDecoder();
  return arrivals.map(([at, end], index) => ({
    text: decoder.decode(bytes.subarray(arrivals[index - 1]?.[1] ?? 0, end), { stream: true }),
    at,
  }));
}
