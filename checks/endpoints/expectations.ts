import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { type Endpoint, isSafe } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller, needsData } from '../../src/probe/caller.ts';
import { meets } from '../../src/probe/expect.ts';
import { failWith, inconclusive, named, outcomeOf, pass, type Wrong } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { endsWithTerminal } from '../../src/probe/streams/stream.ts';

const RETRY_AFTER = 200;
/** Bytes of an answer that can be held against its expectation. */
const LONGEST_ANSWER = 1024 * 1024;

export const expectations: Check = {
  id: 'endpoints/expectations',
  cases: ['P8'],
  title: 'Every endpoint that may be called answers as declared',
  severity: 'high',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'A load test of an endpoint that answers wrongly measures the wrong thing, however fast it is.',
  remedy: 'Make the endpoint answer as the plan expects, or correct the expectation.',
  references: ['https://www.rfc-editor.org/rfc/rfc9535'],
  budget: (context) => requestsFor(names(context).length * 2),
  needs: (context) =>
    names(context).length === 0 ? 'declare endpoints that may be called: GET, or safe: true' : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const name of names(context)) exchanges.push(await ask(probe, caller, name, context.endpoints[name]!));
  return exchanges;
}

/** Asks again once, so that one lost packet is not taken for the service's answer. */
async function ask(probe: Probe, caller: Caller, name: string, endpoint: Endpoint): Promise<Exchange> {
  const call = { role: `endpoint ${name}`, facts: { endpoint: name }, keep: LONGEST_ANSWER };
  const first = noted(await caller.call(name, call), endpoint);
  if (first.facts?.['miss'] === undefined) return first;
  await probe.sleep(RETRY_AFTER);
  return noted(await caller.call(name, call), endpoint);
}

/** Notes what is missed while the whole answer is at hand: stored bodies are shorter, and redacted. */
function noted(exchange: Exchange, endpoint: Endpoint): Exchange {
  const miss = missOf(exchange, endpoint);
  return miss === undefined ? exchange : { ...exchange, facts: { ...exchange.facts, miss } };
}

function missOf({ response, error }: Exchange, { expect, stream }: Endpoint): string | undefined {
  if (response === undefined || error !== undefined)
    return `no complete answer (${quote(error?.code ?? 'none')})`;
  const { json, body, ...head } = expect;
  const whole = !response.truncated;
  const miss = meets(whole ? expect : head, response);
  if (miss !== undefined || stream === undefined || !whole) return miss;
  return endsWithTerminal(response.body, stream.terminal)
    ? undefined
    : 'the stream ends without its terminal event';
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const limited = exchanges.find(({ response }) => response?.status === 429);
  const failure = failWith(exchanges.filter((each) => each !== limited).flatMap(wrongOf));
  if (failure !== undefined) return failure;
  if (limited !== undefined) return inconclusive(`${named(limited)} ${outcomeOf(limited)}`, [limited]);
  const skipped = Object.keys(context.endpoints).length - exchanges.length;
  const rest = skipped === 0 ? '' : `; ${skipped} may not be called by checks`;
  return pass(`${exchanges.length} endpoints answer as declared${rest}`, exchanges);
}

function wrongOf(exchange: Exchange): Wrong[] {
  const { endpoint, miss } = exchange.facts ?? {};
  return miss === undefined ? [] : [{ exchange, message: `${endpoint} (${named(exchange)}): ${miss}` }];
}

function names({ endpoints }: CheckContext): readonly string[] {
  return Object.entries(endpoints).flatMap(([name, endpoint]) =>
    isSafe(endpoint) && !needsData(endpoint) ? [name] : [],
  );
}
