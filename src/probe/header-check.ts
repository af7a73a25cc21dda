import type { Check, CheckContext } from '../model/check.ts';
import { isSafe } from '../model/endpoint.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Severity } from '../model/finding.ts';
import { quote } from '../model/text.ts';
import { Caller, needsData } from './caller.ts';
import { headerValues } from './headers.ts';
import { failWith, inconclusive, named, outcomeOf, pass } from './judgement.ts';
import { requestsFor } from './patience.ts';

/** What is wrong with one answer; a note is shown, and nothing is wrong. */
export interface Defect {
  readonly message: string;
  readonly severity?: Severity;
  readonly note?: boolean;
}

export interface HeaderCheck
  extends Pick<Check, 'cases' | 'title' | 'why' | 'remedy' | 'references'>,
    Partial<Pick<Check, 'severity' | 'needs'>> {
  readonly id: `headers/${string}`;
  /** Undefined when the answer is as it should be. */
  readonly defect: (exchange: Exchange, context: CheckContext) => Defect | undefined;
  /** What to say when nothing is wrong. */
  readonly good: string;
}

/** A check on the headers with which the declared endpoints answer. */
export function headerCheck({ defect, good, needs, ...metadata }: HeaderCheck): Check {
  return {
    severity: 'low',
    kind: 'policy',
    active: false,
    exhausting: false,
    ...metadata,
    budget: (context) => requestsFor(surveyed(context).length),
    needs: (context) => needsHeaders(context) ?? needs?.(context),
    observe: async (probe, context) => {
      const caller = new Caller(probe, context);
      const exchanges: Exchange[] = [];
      for (const name of surveyed(context))
        exchanges.push(await caller.call(name, { role: `endpoint ${name}` }));
      return exchanges;
    },
    judge: (exchanges, context) => {
      const seen = exchanges.filter(isOwnAnswer);
      const defects = seen.flatMap((exchange) => {
        const found = defect(exchange, context);
        return found === undefined
          ? []
          : [{ exchange, ...found, message: `${named(exchange)}: ${found.message}` }];
      });
      const silent = exchanges.find((exchange) => !isOwnAnswer(exchange));
      const note = defects.find((each) => each.note);
      return (
        failWith(defects.filter((each) => !each.note)) ??
        (silent && inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent])) ??
        pass(note?.message ?? good, seen)
      );
    },
  };
}

/** What must be declared before headers are looked at; undefined when it is. */
export function needsHeaders(context: CheckContext): string | undefined {
  if (context.policy.headers === undefined)
    return 'declare policy.headers: the endpoints whose headers are looked at';
  return surveyed(context).length === 0
    ? 'policy.headers.endpoints names no endpoint that may be read'
    : undefined;
}

/** Declared endpoints that checks may call. */
export function surveyed({
  policy,
  endpoints,
}: Pick<CheckContext, 'policy' | 'endpoints'>): readonly string[] {
  return (policy.headers?.endpoints ?? []).filter((name) => {
    const endpoint = endpoints[name];
    return endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
  });
}

/** The exact value that the policy declares for a header. */
export function declaredValue({ policy }: CheckContext, name: string): string | undefined {
  const entries = Object.entries(policy.headers?.exact ?? {});
  return entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** What differs from a declared exact value; undefined when nothing does, or nothing is declared. */
export function differs(exchange: Exchange, context: CheckContext, name: string): Defect | undefined {
  const wanted = declaredValue(context, name);
  if (wanted === undefined) return undefined;
  const values = headerValues(exchange.response?.headers ?? [], name);
  if (values.length === 1 && values[0] === wanted) return undefined;
  const seen = values.length === 0 ? 'absent' : values.map((value) => quote(value, 200)).join(' and ');
  return { message: `${name} is ${seen}, and ${quote(wanted, 200)} is declared` };
}

/** True for answers of the service itself: an answer to a stream counts, though it was not read to its end. */
function isOwnAnswer({ response }: Exchange): boolean {
  return response !== undefined && response.status !== 429 && response.status < 500;
}
