import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { ANSWERS, needsHeaders } from '../../src/probe/headers/answers.ts';
import { leaksIn } from '../../src/probe/headers/leaks.ts';
import { failWith, inconclusive, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const errorLeaks: Check = {
  ...ANSWERS,
  id: 'headers/error-leaks',
  cases: ['HDR-12'],
  title: 'Errors tell nothing of the inside of the service',
  severity: 'medium',
  kind: 'exploit',
  why: 'A stack, a path or a statement of SQL tells an attacker what the service is made of and where it gives way.',
  remedy:
    'Answer errors with a short text of your own, and write the rest to the log (NODE_ENV=production and its like).',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/209.html',
  ],
  needs: needsHeaders,
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  const errors = exchanges.filter(({ response }) => response !== undefined && response.status >= 400);
  if (errors.length === 0) return inconclusive('no error could be provoked', exchanges);
  const statuses = [...new Set(errors.map(({ response }) => response!.status))].join(', ');
  return failWith(errors.flatMap(wrongOf)) ?? pass(`errors ${statuses} tell nothing of the inside`, errors);
}

/** One mark alone may be part of an honest text; two different ones together are not. */
function wrongOf(exchange: Exchange): Wrong[] {
  const { body, status } = exchange.response!;
  const leaks = leaksIn(body, wordsOf(exchange));
  if (leaks.length < 2) return [];
  return [{ exchange, message: `the ${status} of ${named(exchange)} tells ${leaks.join(' and ')}` }];
}

/** What was sent and may come back: the path, as a whole and decoded, and the body. */
function wordsOf({ request: { url, body } }: Exchange): readonly string[] {
  const path = url.replace(/^(?:https?:\/\/|«)[^/]*/, '');
  const [bare = ''] = path.split('?');
  return [path, bare, decoded(bare), ...(body === undefined ? [] : [body])];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
