import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { keepingOf } from '../../src/probe/caching/cache-control.ts';
import { ANSWERS, answering } from '../../src/probe/headers/answers.ts';
import { answerHeaders, headerValue, sentHeader } from '../../src/probe/headers.ts';
import { failWith, inconclusive, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const errors: Check = {
  ...ANSWERS,
  id: 'caching/errors',
  cases: ['CACHE-07'],
  title: 'Refusals are not kept by shared caches',
  severity: 'medium',
  kind: 'exploit',
  why: 'A refusal that a shared cache keeps is given to those as well who may: one stranger shuts all users out.',
  remedy: 'Send Cache-Control: no-store with 401, 403, 404 and 429.',
  references: ['https://www.rfc-editor.org/rfc/rfc9111#section-3', 'https://cpdos.org/'],
  needs: (context) =>
    answering(context).length === 0
      ? 'declare policy.headers.endpoints or policy.cache: beside them errors are provoked'
      : undefined,
  judge,
};

const REFUSALS = [401, 403, 404, 410, 429];

function judge(exchanges: readonly Exchange[], _: CheckContext): Judgement {
  const refusals = exchanges.filter(
    ({ role, response }) => role !== 'malformed' && REFUSALS.includes(response?.status ?? 0),
  );
  if (refusals.length === 0) return inconclusive('no refusal could be provoked', exchanges);
  const statuses = [...new Set(refusals.map(({ response }) => response!.status))].join(', ');
  return (
    failWith(refusals.flatMap(wrongOf)) ?? pass(`errors ${statuses} are not kept by shared caches`, refusals)
  );
}

/** That a public thing does not exist may be remembered for everybody; what is only hidden from some may not. */
function wrongOf(exchange: Exchange): Wrong[] {
  const status = exchange.response!.status;
  if (!isSigned(exchange) && [404, 410].includes(status)) return [];
  const keeping = keepingOf(exchange);
  const open = keeping.has('public') || keeping.has('s-maxage') || !isSigned(exchange);
  const kept = open && (keeping.shared ?? 0) > 0 && !keeping.has('no-store') && !keeping.has('private');
  if (!kept) return [];
  const seen = quote(headerValue(answerHeaders(exchange), 'cache-control') ?? '');
  return [{ exchange, message: `the ${status} of ${named(exchange)} is kept by shared caches: ${seen}` }];
}

/** With `Authorization`, shared caches keep only what says that they may (RFC 9111 section 3.5). */
function isSigned(exchange: Exchange): boolean {
  return sentHeader(exchange, 'authorization') !== undefined;
}
