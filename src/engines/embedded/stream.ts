import { createParser } from 'eventsource-parser';
import type { Endpoint } from '../../model/endpoint.ts';

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Reads server-sent events (WHATWG HTML, section 9.2) as they come, and notices the terminal one. */
export interface EventReader {
  /** True once the terminal event was seen. */
  read(chunk: Buffer, at: number): boolean;
  /** When the first event was complete, in ms of the run's clock. */
  readonly firstEvent: number | undefined;
  readonly complete: boolean;
  /** The first events, where they were asked for. */
  readonly events: readonly StreamEvent[];
}

const LONGEST_EVENT = 1_048_576;
const MOST_EVENTS = 10_000;

export function eventReader({ terminal }: NonNullable<Endpoint['stream']>, keep: boolean): EventReader {
  const decoder = new TextDecoder();
  const events: StreamEvent[] = [];
  const state = { firstEvent: undefined as number | undefined, complete: false, broken: false, at: 0 };
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent({ event = 'message', data, id }) {
      state.firstEvent ??= state.at;
      if (keep && events.length < MOST_EVENTS)
        events.push({ event, data, ...(id === undefined ? {} : { id }) });
      const wanted = (terminal.event ?? event) === event && (terminal.data ?? data) === data;
      state.complete ||= wanted;
    },
    onError({ type }) {
      state.broken ||= type === 'max-buffer-size-exceeded';
    },
  });
  return {
    read(chunk, at) {
      state.at = at;
      // An event beyond all bounds ends the reading: the stream then counts as incomplete.
      if (!state.broken) parser.feed(decoder.decode(chunk, { stream: true }));
      return state.complete;
    },
    get firstEvent() {
      return state.firstEvent;
    },
    get complete() {
      return state.complete;
    },
    events,
  };
}
