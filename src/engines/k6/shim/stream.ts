import type { Endpoint } from '../../../model/endpoint.ts';
import { type Events, openEvents } from '../../answers/events.ts';

/** Characters that are read at once: no bound on the length of an event is passed unseen. */
const PART = 65_536;

/** The events of a stream that was read as a whole. */
export function eventsIn(body: string, stream: NonNullable<Endpoint['stream']>): Events {
  const events = openEvents(stream, true);
  for (let at = 0; at < body.length && !events.complete; at += PART) events.read(body.slice(at, at + PART));
  return events;
}
