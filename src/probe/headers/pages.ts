import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import { inconclusive, named, outcomeOf } from '../judgement.ts';
import { isEndpoint, needsHeaders } from './answers.ts';
import { isPage } from './header-check.ts';

/** What must be declared before pages are looked at; undefined when it is. */
export function needsPages(context: CheckContext): string | undefined {
  const missing = needsHeaders(context);
  if (missing !== undefined) return missing;
  return context.policy.headers?.profile === 'html'
    ? undefined
    : 'policy.headers.profile is api: declare html where endpoints answer with pages';
}

/** Good answers of the declared endpoints that are pages. */
export function pagesOf(exchanges: readonly Exchange[], context: CheckContext): Exchange[] {
  return exchanges.filter((exchange) => isEndpoint(exchange, context) && isPage(exchange));
}

/** What to say where pages are declared and none came. */
export function noPage(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const asked = exchanges.filter((exchange) => isEndpoint(exchange, context));
  const odd = asked.find(({ response }) => response === undefined || response.status >= 300);
  if (odd !== undefined) return inconclusive(`no page came, and ${named(odd)} ${outcomeOf(odd)}`, [odd]);
  return inconclusive('none of policy.headers.endpoints answered with a page', asked);
}
