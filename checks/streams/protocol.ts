import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller } from '../../src/probe/caller.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { readEvents } from '../../src/probe/streams/event-stream.ts';
import { faultsOf, idsOf, resumptionFault, silenceOf } from '../../src/probe/streams/promises.ts';
import {
  type DeclaredStream,
  isEventStream,
  needsStreams,
  readStream,
  streamsOf,
} from '../../src/probe/streams/streams.ts';
import { judgeStreams } from '../../src/probe/streams/survey.ts';

/** A pause of our own machine is taken for silence; so it must be silent each time. */
const READS = 2;
const SLACK = 1.25;
const STALL = 200;

export const protocol: Check = {
  id: 'streams/protocol',
  cases: ['SSE-05'],
  title: 'Ids, resumption, retry times and heartbeats of streams are as declared',
  severity: 'medium',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'A client that reconnects loses or repeats events where ids are wrong, and is cut off where nothing is ever sent.',
  remedy:
    'Give every event an id, begin after Last-Event-ID, write retry as digits (ms), send a comment when idle.',
  references: ['https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header'],
  budget: (context) => requestsFor(promising(context).length * (READS + placesOf(context))),
  waits: (context) =>
    promising(context).reduce(
      (sum, { endpoint, promise }) =>
        sum + (endpoint.stream ? 0 : (READS + placesOf(context)) * (promise?.watch ?? 0)),
      0,
    ),
  needs: (context) =>
    needsStreams(context) ??
    (promising(context).length === 0
      ? 'declare policy.streams[]: ids, resume, retry or heartbeat of a stream'
      : undefined),
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const stream of promising(context))
    exchanges.push(...(await observeStream(caller, stream, placesOf(context))));
  return exchanges;
}

/** The stream, the rest of it after one of its events, and the stream again: only what stays the same can be resumed. */
async function observeStream(caller: Caller, stream: DeclaredStream, places: number): Promise<Exchange[]> {
  const first = await readStream(caller, stream, { role: 'read' });
  const ids = idsOf(readEvents(first).events, stream);
  const exchanges = [noted(first, stream)];
  const resumes = stream.promise?.resume === true && ids.length > 1;
  if (!resumes && isLively(first, stream)) return exchanges;
  if (resumes)
    for (const from of resumedAt(ids, places)) {
      const rest = await readStream(caller, stream, { role: 'resume', headers: [['last-event-id', from]] });
      const fault = resumptionFault(ids, idsOf(readEvents(rest).events, stream), from);
      exchanges.push({ ...rest, facts: { ...rest.facts, ...(fault !== undefined && { fault }) } });
    }
  const again = await readStream(caller, stream, { role: 'read' });
  const same = ids.every((id, index) => idsOf(readEvents(again).events, stream)[index] === id);
  return [...exchanges, noted(again, stream, { same })];
}

/** In the middle; where there is time for it, after the first event and before the last one too. */
function resumedAt(ids: readonly string[], places: number): string[] {
  const last = ids.length - 2;
  const at = places === 1 ? [Math.floor((ids.length - 1) / 2)] : [0, Math.floor(ids.length / 2), last];
  return [...new Set(at.map((index) => ids[Math.min(index, last)]!))];
}

function placesOf({ profile }: CheckContext): number {
  return profile === 'deep' ? 3 : 1;
}

function noted(exchange: Exchange, stream: DeclaredStream, more: Exchange['facts'] = {}): Exchange {
  const [fault] = faultsOf(readEvents(exchange), stream);
  const silence = Math.round(silenceOf(exchange));
  const facts = { silence, ...(fault !== undefined && { fault }) };
  return { ...exchange, facts: { ...exchange.facts, ...facts, ...more } };
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (readings, stream) => {
    const open = readings.find((each) => !isWhole(each, stream));
    if (open !== undefined) return inconclusive(`the stream ${outcomeOf(open)}`, [open]);
    const reads = readings.filter(({ role }) => role === 'read');
    const faulty = reads.find(({ facts }) => facts?.['fault'] !== undefined);
    if (faulty !== undefined) return fail(String(faulty.facts!['fault']), [faulty]);
    if (reads.every((each) => !isLively(each, stream))) return silent(reads, stream);
    return resumed(readings, reads, stream);
  });
}

function silent(reads: readonly Exchange[], { promise }: DeclaredStream): Judgement {
  const times = reads.map(({ facts }) => `${facts?.['silence']} ms`).join(' and ');
  return fail(`it is silent for ${times}, and ${promise!.heartbeat} ms at most are declared`, reads);
}

function resumed(
  readings: readonly Exchange[],
  reads: readonly Exchange[],
  { promise }: DeclaredStream,
): Judgement {
  if (promise?.resume !== true) return pass('it keeps what is declared of it', readings);
  const resumptions = readings.filter(({ role }) => role === 'resume');
  if (resumptions.length === 0)
    return inconclusive('it has no two events with an id, so it cannot be resumed', reads);
  if (reads.some(({ facts }) => facts?.['same'] === false))
    return inconclusive(
      'it differs from reading to reading, so nothing can be said of resuming it',
      readings,
    );
  const wrong = resumptions.find(({ facts }) => facts?.['fault'] !== undefined);
  if (wrong === undefined)
    return pass('it keeps what is declared of it, and resumes where it was left', readings);
  return fail(`after Last-Event-ID ${quote(sentId(wrong))} ${wrong.facts!['fault']}`, [wrong]);
}

/** Streams that promise something here; the digits of `retry` are looked at with the rest. */
function promising(context: CheckContext): DeclaredStream[] {
  return streamsOf(context).filter(({ promise }) => {
    if (promise === undefined) return false;
    const { ids, resume, retry, heartbeat } = promise;
    return ids !== undefined || resume || retry !== undefined || heartbeat !== undefined;
  });
}

/** Read to its end; a stream without one is read for a while, and then left. */
function isWhole(exchange: Exchange, { endpoint }: DeclaredStream): boolean {
  const { response, error } = exchange;
  const left = endpoint.stream === undefined && error?.code === 'TIMEOUT';
  return isEventStream(exchange) && response?.truncated === false && (error === undefined || left);
}

function isLively(exchange: Exchange, { promise }: DeclaredStream): boolean {
  return silenceOf(exchange) <= (promise?.heartbeat ?? Number.POSITIVE_INFINITY) * SLACK + STALL;
}

function sentId({ request }: Exchange): string {
  return request.headers.find(([name]) => name === 'last-event-id')?.[1] ?? '';
}
