import type { Check, CheckContext, Probe } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import { Caller } from '../caller.ts';
import { combine } from '../combine.ts';
import { requestsFor } from '../patience.ts';
import { endsInsideEvent, readEvents } from './event-stream.ts';
import { type DeclaredStream, endedCleanly, isTerminal, readStream, streamsOf } from './streams.ts';

/** What was wrong every time is the service's doing, what was wrong once may be the network's. */
const READS = 3;
const READ_AGAIN_AFTER = 200;

/** Events that come within so small a part of the time in which they are made were held back on the way. */
export const HELD_BACK = 1 / 4;

/** Notes on one reading, made while the whole stream is at hand: stored bodies are shorter, and redacted. */
export interface StreamFacts {
  readonly stream: string;
  readonly events: number;
  /** The terminal event was among them. */
  readonly complete: boolean;
  /** The stream ends inside an event. */
  readonly unterminated: boolean;
  /** It holds bytes that are no UTF-8. */
  readonly garbled: boolean;
  /** Milliseconds from the first event to the last; -1 where their times are not known. */
  readonly spread: number;
}

/** Checks of this survey judge the same readings of every declared stream. */
export const streamSurvey = {
  survey: 'streams/reading',
  active: false,
  exhausting: false,
  budget: (context: CheckContext) => requestsFor(READS * streamsOf(context).length),
  waits: (context: CheckContext) =>
    watchingTime(context) + streamsOf(context).length * (READS - 1) * READ_AGAIN_AFTER,
  observe,
} satisfies Partial<Check>;

/** The facts of a reading. */
export function factsOf(exchange: Exchange): StreamFacts {
  return exchange.facts as unknown as StreamFacts;
}

/** One judgement of all streams that `judged` says something about. */
export function judgeStreams(
  exchanges: readonly Exchange[],
  context: CheckContext,
  judged: (readings: readonly Exchange[], stream: DeclaredStream) => Judgement | undefined,
): Judgement {
  const parts = streamsOf(context).flatMap((stream) => {
    const readings = exchanges.filter(({ facts }) => facts?.['stream'] === stream.name);
    const judgement = readings.length === 0 ? undefined : judged(readings, stream);
    return judgement === undefined ? [] : [{ name: stream.name, judgement }];
  });
  return combine(parts);
}

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const stream of streamsOf(context))
    for (let read = 0; read < READS; read++) {
      if (read > 0) await probe.sleep(READ_AGAIN_AFTER);
      exchanges.push(noted(await readStream(caller, stream, { role: `read ${stream.name}` }), stream));
      if (isSound(exchanges.at(-1)!, stream)) break;
    }
  return exchanges;
}

function noted(exchange: Exchange, stream: DeclaredStream): Exchange {
  const { response } = exchange;
  const { events } = readEvents(exchange);
  const [first, last] = [events[0]?.at, events.at(-1)?.at];
  const facts: StreamFacts = {
    stream: stream.name,
    events: events.length,
    complete: events.some((event) => isTerminal(event, stream.endpoint)),
    unterminated: endedCleanly(exchange) && endsInsideEvent(response?.body ?? ''),
    garbled: endedCleanly(exchange) && Buffer.byteLength(response?.body ?? '') !== response?.bodyBytes,
    spread: first === undefined || last === undefined ? -1 : Math.round(last - first),
  };
  return { ...exchange, facts: { ...facts } };
}

/** Nothing that a second reading could show otherwise. */
function isSound(exchange: Exchange, { endpoint, promise }: DeclaredStream): boolean {
  const { complete, unterminated, spread } = factsOf(exchange);
  const whole = endpoint.stream === undefined || (complete && exchange.error === undefined);
  return whole && !unterminated && (promise?.arrivesOver ?? 0) * HELD_BACK <= Math.max(0, spread);
}

function watchingTime(context: CheckContext): number {
  const endless = streamsOf(context).filter(({ endpoint }) => endpoint.stream === undefined);
  return READS * endless.reduce((sum, { promise }) => sum + (promise?.watch ?? 0), 0);
}
