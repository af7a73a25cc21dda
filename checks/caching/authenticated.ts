import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { isSafe } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement, Severity } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller, needsData } from '../../src/probe/caller.ts';
import { answerHeaders, headerList, headerValue } from '../../src/probe/headers.ts';
import { failWith, inconclusive, named, outcomeOf, pass, type Wrong } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const authenticated: Check = {
  id: 'caching/authenticated',
  cases: ['CACHE-01'],
  title: 'Answers that belong to one user are not kept by shared caches',
  severity: 'high',
  kind: 'exploit',
  active: false,
  exhausting: false,
  why: 'A shared cache that keeps the answer of one user gives it to the next one who asks.',
  remedy: 'Send Cache-Control: no-store, or private, with everything that depends on who asks.',
  references: ['https://www.rfc-editor.org/rfc/rfc9111#section-3.5'],
  budget: (context) => requestsFor(names(context).length),
  needs: (context) =>
    names(context).length === 0 ? 'declare policy.cache: no-store or private, by endpoint' : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const name of names(context))
    exchanges.push(await caller.call(name, { role: `endpoint ${name}`, facts: { endpoint: name } }));
  return exchanges;
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const good = exchanges.filter(({ response }) => response !== undefined && response.status < 300);
  const failure = failWith(good.flatMap((exchange) => wrongOf(exchange, context)));
  if (failure !== undefined) return failure;
  const other = exchanges.find((exchange) => !good.includes(exchange));
  if (other !== undefined) return inconclusive(`${named(other)} ${outcomeOf(other)}`, [other]);
  return pass(
    `${good.length} ${good.length === 1 ? 'endpoint answers' : 'endpoints answer'} as declared`,
    good,
  );
}

function wrongOf(exchange: Exchange, { policy }: CheckContext): Wrong[] {
  const headers = answerHeaders(exchange);
  const directives = headerList(headers, 'cache-control').map((each) => each.replaceAll(' ', ''));
  const has = (name: string): boolean =>
    directives.some((each) => each === name || each.startsWith(`${name}=`));
  const seen = `Cache-Control is ${quote(headerValue(headers, 'cache-control') ?? 'absent')}`;
  const wrong = (text: string, severity: Severity): Wrong[] => [
    { exchange, severity, message: `${named(exchange)} ${text}: ${seen}` },
  ];
  if (has('no-store')) return [];
  const shared = directives.some((each) => /^s-maxage="?[1-9]/.test(each)) || has('public');
  if (shared && !has('private')) return wrong('may be kept by shared caches', 'high');
  const declared = policy.cache[String(exchange.facts?.['endpoint'])];
  if (has('private') && declared === 'private') return [];
  if (has('private')) return wrong('may be kept by the browser, and no-store is declared', 'low');
  // Without a word, shared caches may not keep an answer to Authorization; cookies and signed URLs give no such protection.
  const bearer = exchange.request.headers.some(([name]) => name.toLowerCase() === 'authorization');
  return wrong(`is declared ${declared}, and does not say so`, bearer ? 'low' : 'medium');
}

function names({ policy, endpoints }: CheckContext): readonly string[] {
  return Object.entries(policy.cache).flatMap(([name, kind]) => {
    const endpoint = endpoints[name];
    return kind !== 'public' && endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint)
      ? [name]
      : [];
  });
}
