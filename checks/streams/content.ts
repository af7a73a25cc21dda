import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { isSafe } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller, needsData } from '../../src/probe/caller.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import {
  type DeclaredStream,
  endedCleanly,
  isEventStream,
  readStream,
  streamsOf,
} from '../../src/probe/streams/streams.ts';
import { judgeStreams } from '../../src/probe/streams/survey.ts';
import { differenceOf, eventItems, twinItems } from '../../src/probe/streams/twin.ts';

/** Twin and stream by turns, the twin before and after; all again once where they differ. */
const ROUNDS = 2;
const EACH = 3;
const LONGEST_ANSWER = 1024 * 1024;

export const content: Check = {
  id: 'streams/content',
  cases: ['SSE-06'],
  title: 'A stream holds the same as the answer that is not streamed, in the same order',
  severity: 'high',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'Events that are lost or swap places on the way are wrong results that nobody notices.',
  remedy:
    'Write the events of one stream from one place, and wait for the response to drain rather than drop them.',
  references: ['https://nodejs.org/api/stream.html#event-drain'],
  budget: (context) => requestsFor(twinned(context).length * ROUNDS * EACH),
  needs: (context) =>
    twinned(context).length === 0
      ? 'declare policy.streams[].twin: an endpoint that answers the same without a stream'
      : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const stream of twinned(context))
    for (let round = 0; round < ROUNDS; round++) {
      const compared = await compare(caller, stream, round);
      exchanges.push(...compared);
      if (compared.every(({ facts }) => facts?.['difference'] === undefined)) break;
    }
  return exchanges;
}

/** Compared while all of it is at hand: stored bodies are shorter, and redacted. */
async function compare(caller: Caller, stream: DeclaredStream, round: number): Promise<Exchange[]> {
  const twin = stream.promise!.twin!;
  const facts = { stream: stream.name, round };
  const call = { role: 'twin', facts, keep: LONGEST_ANSWER };
  const before = await caller.call(twin.endpoint, call);
  const read = await readStream(caller, stream, { role: 'stream', facts });
  const after = await caller.call(twin.endpoint, call);
  const [wanted, still] = [twinItems(before, twin), twinItems(after, twin)];
  const items = eventItems(read, twin);
  const difference = wanted && items && differenceOf(wanted, items);
  const stable = wanted !== undefined && JSON.stringify(wanted) === JSON.stringify(still);
  return [
    before,
    {
      ...read,
      facts: {
        ...read.facts,
        stable,
        items: wanted?.length ?? -1,
        ...(difference !== undefined && { difference }),
      },
    },
    after,
  ];
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (all) => {
    const streams = all.filter(({ role }) => role === 'stream');
    const good = streams.find((each) => isTelling(each) && each.facts?.['difference'] === undefined);
    if (good !== undefined) return pass(`its ${good.facts?.['items']} items are those of its twin`, all);
    const open = streams.find((each) => !isTelling(each));
    if (open !== undefined) return inconclusive(reasonOf(open, all), all);
    return fail(`${streams.at(-1)!.facts!['difference']}, compared with its twin`, all);
  });
}

function isTelling(read: Exchange): boolean {
  const { stable, items } = read.facts ?? {};
  return isEventStream(read) && endedCleanly(read) && stable === true && Number(items) > 0;
}

function reasonOf(open: Exchange, all: readonly Exchange[]): string {
  const silent = all.find(({ response, error }) => error !== undefined || (response?.status ?? 0) > 299);
  if (silent !== undefined) return `the ${silent.role} ${outcomeOf(silent)}`;
  if (Number(open.facts?.['items']) < 1) return 'its twin holds no items at the declared path';
  return open.facts?.['stable'] === true
    ? 'the stream could not be read to its end'
    : 'its twin changes between two requests, so that nothing can be compared';
}

function twinned(context: CheckContext): DeclaredStream[] {
  return streamsOf(context).filter(({ endpoint, promise }) => {
    const twin = context.endpoints[promise?.twin?.endpoint ?? ''];
    return endpoint.stream !== undefined && twin !== undefined && isSafe(twin) && !needsData(twin);
  });
}
