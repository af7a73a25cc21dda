import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { isSafe } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { isShared, keepingOf } from '../../src/probe/caching/cache-control.ts';
import { Caller, needsData } from '../../src/probe/caller.ts';
import { mediaType } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerList, headerValue } from '../../src/probe/headers.ts';
import { failWith, inconclusive, named, outcomeOf, pass, type Wrong } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const vary: Check = {
  id: 'caching/vary',
  cases: ['CACHE-04'],
  title: 'Answers that are kept name the request headers that they depend on',
  severity: 'low',
  kind: 'spec',
  active: false,
  exhausting: false,
  why: 'A cache that does not know on what an answer depends gives German to everybody, or gzip to those who cannot read it.',
  remedy: 'Name in Vary every request header that the answer depends on (in nginx, gzip_vary on).',
  references: ['https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5'],
  budget: (context) => requestsFor(publicOf(context).length * (NEGOTIATED.length + 2)),
  needs: (context) =>
    publicOf(context).length === 0 ? 'declare policy.cache: public, for a GET endpoint' : undefined,
  observe,
  judge,
};

interface Negotiated {
  readonly name: string;
  /** Another wish than the first one. */
  readonly value: (plain: Exchange) => string;
  /** What the service says that it chose. */
  readonly chosen: (exchange: Exchange) => string | undefined;
}

const NEGOTIATED: readonly Negotiated[] = [
  {
    name: 'accept-encoding',
    value: () => 'gzip',
    chosen: (exchange) => headerValue(answerHeaders(exchange), 'content-encoding')?.replace('identity', ''),
  },
  {
    name: 'accept-language',
    value: (exchange) => (/^de\b/i.test(languageOf(exchange) ?? '') ? 'en' : 'de'),
    chosen: languageOf,
  },
  {
    name: 'accept',
    value: (exchange) => (mediaType(exchange) === 'text/html' ? 'application/json' : 'text/html'),
    chosen: mediaType,
  },
];

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const name of publicOf(context)) {
    const plain = await caller.call(name, { role: `plain ${name}` });
    exchanges.push(plain);
    for (const { name: header, value } of NEGOTIATED)
      exchanges.push(
        await caller.call(name, { role: `${header} ${name}`, headers: [[header, value(plain)]] }),
      );
    exchanges.push(await caller.call(name, { role: `again ${name}` }));
  }
  return exchanges;
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const names = publicOf(context);
  const failure = failWith(names.flatMap((name) => wrongsOf(name, exchanges)));
  if (failure !== undefined) return failure;
  const silent = exchanges.find(
    ({ role, response }) => role.startsWith('plain ') && response?.status !== 200,
  );
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  return pass('every choice that is made is named in Vary, or not kept', exchanges);
}

/** A choice counts when the same request gets the same one before and after. */
function wrongsOf(name: string, exchanges: readonly Exchange[]): Wrong[] {
  const of = (part: string): Exchange | undefined =>
    exchanges.find(({ role, response }) => role === `${part} ${name}` && response?.status === 200);
  const [plain, again] = [of('plain'), of('again')];
  if (plain === undefined || again === undefined) return [];
  return NEGOTIATED.flatMap(({ name: header, chosen }) => {
    const other = of(header);
    if (other === undefined || (chosen(plain) ?? '') !== (chosen(again) ?? '')) return [];
    const differs = (chosen(plain) ?? '') !== (chosen(other) ?? '');
    // Some name it only on the answer that is not the usual one, which is the one that harms others.
    if (!differs || [plain, other].some((exchange) => names(exchange, header)) || !isKept(other)) return [];
    const seen = `${quote(chosen(plain) ?? 'none')} or ${quote(chosen(other) ?? 'none')}`;
    return [
      { exchange: other, message: `${named(other)} is ${seen} by ${header}, which Vary does not name` },
    ];
  });
}

function isKept(exchange: Exchange): boolean {
  return isShared(keepingOf(exchange));
}

function names(exchange: Exchange, header: string): boolean {
  const members = headerList(answerHeaders(exchange), 'vary');
  return members.includes('*') || members.includes(header);
}

function languageOf(exchange: Exchange): string | undefined {
  return headerValue(answerHeaders(exchange), 'content-language')?.toLowerCase();
}

function publicOf({ policy, endpoints }: CheckContext): readonly string[] {
  return Object.keys(policy.cache).filter((name) => {
    const endpoint = endpoints[name];
    const readable = endpoint?.method === 'GET' && isSafe(endpoint) && !needsData(endpoint);
    return readable && policy.cache[name] === 'public' && endpoint.stream === undefined;
  });
}
