import type { Check, CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Severity } from '../../model/finding.ts';
import { quote } from '../../model/text.ts';
import { headerValues } from '../headers.ts';
import { failWith, inconclusive, named, outcomeOf, pass } from '../judgement.ts';
import { ANSWERS, isEndpoint, needsHeaders } from './answers.ts';

/** What is wrong with one answer; a note is shown, and nothing is wrong. */
export interface Defect {
  readonly message: string;
  readonly severity?: Severity;
  readonly note?: boolean;
}

export interface HeaderCheck
  extends Pick<Check, 'cases' | 'title' | 'why' | 'remedy' | 'references'>,
    Partial<Pick<Check, 'severity' | 'kind' | 'needs'>> {
  readonly id: `headers/${string}`;
  /** Undefined when the answer is as it should be. */
  readonly defect: (exchange: Exchange, context: CheckContext) => Defect | undefined;
  /** Judges errors and redirects as well, not only the good answers of the endpoints. */
  readonly everywhere?: boolean;
  /** What to say when nothing is wrong. */
  readonly good: string;
}

/** A check on the headers with which the declared endpoints answer. */
export function headerCheck({ defect, good, needs, everywhere = false, ...metadata }: HeaderCheck): Check {
  return {
    severity: 'low',
    kind: 'policy',
    ...ANSWERS,
    ...metadata,
    needs: (context) => needsHeaders(context) ?? needs?.(context),
    judge: (exchanges, context) => {
      const asked = exchanges.filter((exchange) => isEndpoint(exchange, context));
      const seen = everywhere ? exchanges.filter(isReadable) : asked.filter(isOwnAnswer);
      const defects = seen.flatMap((exchange) => {
        const found = defect(exchange, context);
        return found === undefined
          ? []
          : [{ exchange, ...found, message: `${named(exchange)}: ${found.message}` }];
      });
      const silent = asked.find((exchange) => !isOwnAnswer(exchange));
      const note = defects.find((each) => each.note);
      return (
        failWith(defects.filter((each) => !each.note)) ??
        (silent && inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent])) ??
        pass(note?.message ?? good, seen)
      );
    },
  };
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

/** The media type without its parameters, in lower case; undefined where there is none. */
export function mediaType({ response }: Exchange): string | undefined {
  const [type] = headerValues(response?.headers ?? [], 'content-type');
  return type?.split(';')[0]?.trim().toLowerCase() || undefined;
}

/** True for a good answer that is a page for browsers. */
export function isPage(exchange: Exchange): boolean {
  const status = exchange.response?.status ?? 0;
  return status >= 200 && status < 300 && mediaType(exchange) === 'text/html';
}

/** True for answers of the service itself: an answer to a stream counts, though it was not read to its end. */
function isOwnAnswer({ response }: Exchange): boolean {
  return response !== undefined && response.status !== 429 && response.status < 500;
}

/** Answers to a request that no service can read come from its server, before the service could say anything. */
function isReadable({ role, response }: Exchange): boolean {
  return response !== undefined && role !== 'malformed';
}
