import type { Exchange } from '../../src/model/exchange.ts';
import type { Report } from '../../src/model/report.ts';
import { blocks, type Found, provisos, sortFindings } from '../text/findings.ts';
import { linkOf } from '../text/references.ts';
import { tame } from '../text/tame.ts';
import { milliseconds } from '../text/units.ts';
import { curlOf } from './curl.ts';

const MOST_LINES = 40;
const LONGEST_LINE = 300;

/** Everything that is known of one finding, harmless text throughout. */
export interface FindingView {
  readonly id: string;
  readonly outcome: Found['outcome'];
  readonly severity: Found['severity'];
  readonly kind: Found['kind'];
  readonly cases: readonly string[];
  readonly blocks: boolean;
  readonly required: boolean;
  readonly accepted: boolean;
  /** What was seen. */
  readonly message: string;
  /** What a correct service does. */
  readonly correct: string;
  readonly remedy: string;
  /** Accepted, known from the baseline, of another severity than its own. */
  readonly provisos: readonly string[];
  readonly references: readonly { readonly text: string; readonly link?: string }[];
  readonly exchanges: readonly ExchangeView[];
  /** Exchanges that the finding names and that were not found. */
  readonly missing: readonly string[];
}

/** One request and what came back. */
export interface ExchangeView {
  readonly id: string;
  readonly role: string;
  /** `GET http://…`. */
  readonly request: string;
  /** What came of it in a few words: `200 in 12 ms`. */
  readonly ended: string;
  /** Lines that repeat it in a shell. */
  readonly curl: readonly string[];
  /** Lines of the answer, head and body, as far as they are shown. */
  readonly answer: readonly string[];
}

/** Findings that ask something of somebody: failed, open, accepted; the worst first. */
export function toShow(checks: readonly Found[]): readonly Found[] {
  const { failed, unfinished, accepted } = sortFindings(checks);
  return [...failed, ...unfinished, ...accepted];
}

/** One finding with the exchanges that show it. */
export function viewOf(check: Found, report: Report, exchanges: ReadonlyMap<string, Exchange>): FindingView {
  const found = check.exchanges.map((id) => exchanges.get(id));
  return {
    id: tame(check.id),
    outcome: check.outcome,
    severity: check.severity,
    kind: check.kind,
    cases: check.cases.map((one) => tame(one)),
    blocks: blocks(check, report),
    required: check.required,
    accepted: check.accepted !== undefined,
    message: tame(check.message),
    correct: tame(check.title),
    remedy: tame(check.remedy),
    provisos: provisos(check, report).map((text) => tame(text)),
    references: check.references.map((reference) => {
      const link = linkOf(reference);
      return { text: tame(reference), ...(link && { link }) };
    }),
    exchanges: found.filter((exchange) => exchange !== undefined).map((exchange) => shown(exchange, report)),
    missing: check.exchanges.filter((_, index) => found[index] === undefined).map((id) => tame(id)),
  };
}

function shown(exchange: Exchange, { targets }: Report): ExchangeView {
  const { id, role, request, response, error, timing } = exchange;
  const end = response ? String(response.status) : tame(error?.code ?? 'no answer', 60);
  return {
    id: tame(id),
    role: tame(role, 100),
    request: tame(`${request.method} ${request.url}`, LONGEST_LINE),
    ended: `${end} in ${milliseconds(timing.ended - timing.sent)}`,
    curl: curlOf(exchange, targets).lines,
    answer: answerOf(exchange),
  };
}

function answerOf({ response, error }: Exchange): string[] {
  const failure = error ? [`(${tame(`${error.code}: ${error.message}`, LONGEST_LINE)})`] : [];
  if (response === undefined) return failure;
  const head = response.headers.map(([name, value]) => tame(`${name}: ${value}`, LONGEST_LINE));
  const lines = response.body.split(/\r\n|\n|\r/);
  const body = response.body === '' ? [] : lines.slice(0, MOST_LINES).map((line) => tame(line, LONGEST_LINE));
  const isCut =
    response.truncated || lines.length > MOST_LINES || lines.some((line) => line.length > LONGEST_LINE);
  return [
    `HTTP/1.1 ${response.status}`,
    ...head.slice(0, MOST_LINES),
    ...(head.length > MOST_LINES ? [`(${head.length - MOST_LINES} more headers)`] : []),
    ...(body.length > 0 ? ['', ...body] : []),
    ...(isCut ? [`(shown in part: ${response.bodyBytes} bytes)`] : []),
    ...failure,
  ];
}
