import type { Endpoint } from '../../model/endpoint.ts';
import { type Events, openEvents } from '../answers/events.ts';

/** Reads server-sent events as they come, and notices the first and the terminal one. */
export interface EventReader extends Pick<Events, 'complete' | 'events'> {
  /** True once the terminal event was seen. */
  read(chunk: Buffer, at: number): boolean;
  /** When the first event was complete, in ms of the run's clock. */
  readonly firstEvent: number | undefined;
}

export function eventReader(stream: NonNullable<Endpoint['stream']>, keep: boolean): EventReader {
  const decoder = new TextDecoder();
  const events = openEvents(stream, keep);
  let firstEvent: number | undefined;
  return {
    read(chunk, at) {
      events.read(decoder.decode(chunk, { stream: true }));
      if (events.begun) firstEvent ??= at;
      return events.complete;
    },
    get firstEvent() {
      return firstEvent;
    },
    get complete() {
      return events.complete;
    },
    events: events.events,
  };
}
