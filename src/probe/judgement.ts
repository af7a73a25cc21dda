import type { Exchange } from '../model/exchange.ts';
import type { Judgement, Severity } from '../model/finding.ts';
import { quote } from '../model/text.ts';

export function pass(message: string, exchanges: readonly Exchange[] = []): Judgement {
  return { outcome: 'pass', message, exchanges: idsOf(exchanges) };
}

export function fail(message: string, exchanges: readonly Exchange[], severity?: Severity): Judgement {
  return { outcome: 'fail', message, exchanges: idsOf(exchanges), ...(severity && { severity }) };
}

export function inconclusive(message: string, exchanges: readonly Exchange[] = []): Judgement {
  return { outcome: 'inconclusive', message, exchanges: idsOf(exchanges) };
}

/** True for a complete answer that is the service's own: a busy or broken one says nothing of what it would allow. */
export function answered(exchange: Exchange | undefined): exchange is Exchange {
  const status = exchange?.response?.status;
  return status !== undefined && status !== 429 && status < 500 && exchange?.error === undefined;
}

/** What came back, in a few words: `answered 503`, `no answer (ECONNRESET)`. */
export function outcomeOf(exchange: Exchange | undefined): string {
  if (exchange === undefined) return 'was not sent';
  const { response, error } = exchange;
  if (error !== undefined) return `got no complete answer (${quote(error.code)})`;
  return `was answered ${response?.status ?? 'nothing'}`;
}

/** Method and path of a request, for sentences. */
export function named(exchange: Exchange): string {
  const { method, url } = exchange.request;
  return `${method} ${quote(url.replace(/^https?:\/\/[^/]*/, ''))}`;
}

/** Exchanges that play a part: the first word of the role. */
export function inRole(exchanges: readonly Exchange[], role: string): Exchange[] {
  return exchanges.filter((exchange) => exchange.role.split(' ')[0] === role);
}

/** A wrong that one exchange shows. */
export interface Wrong {
  readonly exchange: Exchange;
  readonly message: string;
  readonly severity?: Severity;
}

/** Fails with the worst wrong first and the number of the others; undefined where there is none. */
export function failWith(wrongs: readonly Wrong[]): Judgement | undefined {
  const order: readonly (Severity | undefined)[] = ['critical', 'high', 'medium', 'low', 'info'];
  const [worst, ...others] = wrongs.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  if (worst === undefined) return undefined;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const shown = [worst, ...others].map(({ exchange }) => exchange);
  return fail(worst.message + more, shown, worst.severity);
}

function idsOf(exchanges: readonly Exchange[]): string[] {
  return [...new Set(exchanges.map(({ id }) => id))];
}
