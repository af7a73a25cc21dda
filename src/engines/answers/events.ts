import { createParser } from 'eventsource-parser';
import type { Endpoint } from '../../model/endpoint.ts';

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Server-sent events (WHATWG HTML, section 9.2) of a stream whose text comes in parts, up to its terminal event. */
export interface Events {
  read(text: string): void;
  /** True once there was any event. */
  readonly begun: boolean;
  /** True once the terminal event was seen; what comes after it belongs to no stream. */
  readonly complete: boolean;
  /** The first events, where they were asked for. */
  readonly events: readonly StreamEvent[];
}

const LONGEST_EVENT = 1_048_576;
const MOST_EVENTS = 10_000;

export function openEvents({ terminal }: NonNullable<Endpoint['stream']>, keep: boolean): Events {
  const events: StreamEvent[] = [];
  const state = { begun: false, complete: false, broken: false };
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent({ event = 'message', data, id }) {
      if (state.complete) return;
      state.begun = true;
      if (keep && events.length < MOST_EVENTS)
        events.push({ event, data, ...(id === undefined ? {} : { id }) });
      state.complete = (terminal.event ?? event) === event && (terminal.data ?? data) === data;
    },
    onError({ type }) {
      state.broken ||= type === 'max-buffer-size-exceeded';
    },
  });
  return {
    read(text) {
      // An event beyond all bounds ends the reading: the stream then counts as incomplete.
      if (!state.broken) parser.feed(text);
    },
    get begun() {
      return state.begun;
    },
    get complete() {
      return state.complete;
    },
    events,
  };
}
