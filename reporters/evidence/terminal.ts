import type { RenderOptions } from '../../src/model/reporter.ts';
import { hanging, padEnd } from '../terminal/layout.ts';
import { openPage, type Page } from '../terminal/page.ts';
import { ACCEPTED_LOOK, CHECK_LOOKS } from '../terminal/words.ts';
import type { ExchangeView, FindingView } from './view.ts';

/** Findings for people at a terminal. Commands are not broken into lines of the terminal, so that they can be copied. */
export function* findingsForTerminal(
  views: readonly FindingView[],
  options: RenderOptions,
): Generator<string> {
  const page = openPage(options);
  for (const view of views)
    yield `${['', ...finding(view, page)].map((line) => line.trimEnd()).join('\n')}\n`;
  if (views.length > 0) yield '\n';
}

function* finding(view: FindingView, page: Page): Generator<string> {
  const { symbol, tone } = view.accepted ? ACCEPTED_LOOK : CHECK_LOOKS[view.outcome];
  const marks = [view.outcome, view.kind, ...view.cases, ...(view.required ? ['required'] : [])].join(' · ');
  yield ` ${page.paint(tone, `${symbol} ${view.severity}`)} ${page.paint('strong', view.id)} ${page.paint('faint', marks)}`;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['seen', [view.message]],
    ['correct', [view.correct]],
    ['to do', [view.remedy]],
    ['to know', view.provisos],
    ['see', view.references.map(({ text, link }) => (link && link !== text ? `${text} ${link}` : text))],
  ];
  for (const [name, texts] of rows) yield* row(name, texts, page);
  for (const [index, exchange] of view.exchanges.entries()) yield* shown(exchange, index, page);
  if (view.missing.length > 0) yield* row('missing', [view.missing.join(', ')], page);
}

function* row(name: string, texts: readonly string[], page: Page): Generator<string> {
  for (const [at, text] of texts.entries()) {
    const [first = '', ...more] = hanging(text, 12, page.width);
    yield `   ${page.paint('faint', padEnd(at === 0 ? name : '', 8))} ${first.trimStart()}`;
    yield* more;
  }
}

function* shown(exchange: ExchangeView, index: number, page: Page): Generator<string> {
  yield '';
  yield `   ${page.paint('strong', `${index + 1}. ${exchange.role}`)}: ${exchange.request} ${page.paint('accent', `→ ${exchange.ended}`)}`;
  yield '';
  yield* exchange.curl;
  yield '';
  for (const line of exchange.answer) yield page.paint('faint', `   < ${line}`);
}
