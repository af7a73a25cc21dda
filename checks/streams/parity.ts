import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { Refused } from '../../src/model/policy/streams.ts';
import { quote } from '../../src/model/text.ts';
import { type Call, Caller } from '../../src/probe/caller.ts';
import { headerValues, sentHeader } from '../../src/probe/headers.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { readEvents } from '../../src/probe/streams/event-stream.ts';
import {
  type DeclaredStream,
  isEventStream,
  isTerminal,
  needsStreams,
  readStream,
  streamsOf,
} from '../../src/probe/streams/streams.ts';
import { judgeStreams } from '../../src/probe/streams/survey.ts';

/** Of the right length for a token, and nobody's. */
const GARBAGE = 'canary-gate-no-such-token-0000000000000000';

export const parity: Check = {
  id: 'streams/parity',
  cases: ['SSE-07'],
  title: 'Streams refuse what other routes refuse: by a status, before the stream begins',
  severity: 'medium',
  kind: 'policy',
  active: true,
  exhausting: false,
  why: 'An error inside a stream is a success to every proxy, cache, limiter, client library and dashboard.',
  remedy: 'Authenticate, authorise and validate before the head of the answer is written.',
  references: ['https://www.rfc-editor.org/rfc/rfc9110#section-15.5'],
  budget: (context) =>
    requestsFor(guarded(context).reduce((sum, stream) => sum + 2 + refusalsOf(stream).length, 0)),
  waits: (context) =>
    guarded(context).reduce(
      (sum, stream) =>
        sum + (stream.endpoint.stream ? 0 : (2 + refusalsOf(stream).length) * (stream.promise?.watch ?? 0)),
      0,
    ),
  needs: (context) =>
    needsStreams(context) ??
    (guarded(context).length === 0
      ? 'declare the identity of a stream endpoint, or policy.streams[]: refused, origin'
      : undefined),
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const stream of guarded(context)) exchanges.push(...(await observeStream(probe, caller, stream)));
  return exchanges;
}

async function observeStream(probe: Probe, caller: Caller, stream: DeclaredStream): Promise<Exchange[]> {
  const { endpoint, promise } = stream;
  const origin = promise?.origin;
  const headers = origin === undefined ? [] : [['origin', origin] as const];
  const read = async (role: string) => noted(await readStream(caller, stream, { role, headers }), stream);
  const exchanges = [await read('control before')];
  if (!isEventStream(exchanges[0]!)) return exchanges;
  if (endpoint.identity !== undefined) {
    exchanges.push(
      noted(await readStream(caller, stream, { role: 'refused none', anonymous: true }), stream),
    );
    const forged = probe.present(endpoint.identity, GARBAGE).headers;
    const call = { role: 'refused garbage', anonymous: true, headers: forged };
    exchanges.push(noted(await readStream(caller, stream, call), stream));
  }
  for (const refused of promise?.refused ?? [])
    exchanges.push(noted(await readStream(caller, stream, callOf(refused)), stream));
  return [...exchanges, await read('control after')];
}

/** A call that the plan declares to be refused, as the stream's own identity. */
function callOf({ name, path, headers, body, status }: Refused): Call {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    role: `refused ${name}`,
    headers: Object.entries(headers),
    facts: { declared: status },
    ...(path !== undefined && { path }),
    ...(text !== undefined && { body: text }),
  };
}

/** Which events came, while all of them are at hand. */
function noted(exchange: Exchange, { name, endpoint }: DeclaredStream): Exchange {
  const { events } = readEvents(exchange);
  const names = [...new Set(events.map(({ event }) => event))].sort().join(' ');
  const complete = events.some((event) => isTerminal(event, endpoint));
  return { ...exchange, facts: { ...exchange.facts, stream: name, events: names, complete } };
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (all, stream) => {
    const [before, ...rest] = all;
    const after = rest.at(-1);
    const broken = [before!, ...(after ? [after] : [])].find((each) => !isEventStream(each));
    if (broken !== undefined) return inconclusive(`the stream ${outcomeOf(broken)}`, [broken]);
    const tried = rest.slice(0, -1);
    const wrong = tried.find((each) => isErrorInStream(each, before!) || isOtherThanDeclared(each));
    if (wrong !== undefined) return fail(wrongOf(wrong), [wrong]);
    const ungranted = [before!, after!].filter((each) => !isGranted(each));
    if (ungranted.length === 2)
      return fail(`its answer lacks the grant for ${quote(stream.promise!.origin!)}`, ungranted);
    const open = tried.find((each) => !isRefusal(each));
    if (open !== undefined) return inconclusive(openReason(open), [open]);
    return pass(`${tried.length} calls are refused by a status, before the stream begins`, all);
  });
}

/** A refusal by its status; busy and broken answers say nothing of what would be let in. */
function isRefusal({ response, error }: Exchange): boolean {
  const status = response?.status ?? 0;
  return error === undefined && status >= 300 && status < 500 && status !== 429;
}

/** A success that tells of something that the right stream never tells of, or that breaks off. */
function isErrorInStream(tried: Exchange, control: Exchange): boolean {
  if (!isEventStream(tried) || tried.facts?.['events'] === '') return false;
  const known = String(control.facts?.['events']).split(' ');
  const strange = String(tried.facts?.['events'])
    .split(' ')
    .some((event) => !known.includes(event));
  const cut = control.facts?.['complete'] === true && tried.facts?.['complete'] !== true;
  return strange || (cut && tried.error === undefined);
}

/** The plan says how it is refused, and it is served to its end, or refused in another way. */
function isOtherThanDeclared(tried: Exchange): boolean {
  const declared = tried.facts?.['declared'];
  if (declared === undefined) return false;
  if (isEventStream(tried)) return tried.facts?.['complete'] === true;
  return isRefusal(tried) && tried.response?.status !== declared;
}

/** CORS as the plan declares it for the stream itself: frameworks that write the head by hand forget it. */
function isGranted(read: Exchange): boolean {
  const origin = sentHeader(read, 'origin');
  const granted = headerValues(read.response?.headers ?? [], 'access-control-allow-origin');
  return origin === undefined || granted.includes(origin) || granted.includes('*');
}

function wrongOf(wrong: Exchange): string {
  const [, what = ''] = wrong.role.split(' ');
  const { declared, events } = wrong.facts ?? {};
  const call = { none: 'without credentials', garbage: 'with a token of nobody' }[what] ?? quote(what);
  const stream = isEventStream(wrong) ? ` and a stream with the events ${quote(String(events))}` : '';
  const instead = declared === undefined ? '' : ` rather than ${declared}`;
  return `the call ${call} is answered ${wrong.response?.status}${stream}${instead}`;
}

function openReason(open: Exchange): string {
  const [, what = ''] = open.role.split(' ');
  return isEventStream(open)
    ? `the call "${what}" is answered like the right one: the stream seems to be open to everybody`
    : `the call "${what}" ${outcomeOf(open)}`;
}

function refusalsOf({ endpoint, promise }: DeclaredStream): readonly unknown[] {
  return [...(endpoint.identity === undefined ? [] : ['none', 'garbage']), ...(promise?.refused ?? [])];
}

function guarded(context: CheckContext): DeclaredStream[] {
  return streamsOf(context).filter(
    (stream) => refusalsOf(stream).length > 0 || stream.promise?.origin !== undefined,
  );
}
