import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import {
  ACTIONS,
  type Action,
  COMPARATORS,
  type Condition,
  type ParsedGate,
  SELECTOR_KEYS,
  type Selector,
  type SelectorKey,
} from './ast.ts';
import { Cursor } from './cursor.ts';
import { parseMetric } from './parse-metric.ts';

/**
 * Parses one gate or trigger; throws `GateSyntaxError`.
 *
 *     gate       = metric [ selector ] [ window ] condition [ "for" duration ] [ "->" action ]
 *     metric     = percentile | "rate(" rate ")" | "availability" | "count(" count ")" | "throughput"
 *                | "signal(" name ")" | "trend(" percentile ")"
 *                | "burn(availability," percent "," duration ")" "[" duration "," duration "]"
 *     percentile = "p" number "(" ( timing | custom-metric ) ")"
 *     timing     = "latency" | "service" | "duration" | "ttfb" | "first_event" | "connect"
 *     rate       = "success" | "errors" | "unexpected" | "4xx" | "429" | "5xx" | "network" | "timeout" | "dropped"
 *     count      = rate | "ok" | "requests" | "cut"
 *     selector   = "{" key "=" name { "," key "=" name } "}"     key = "endpoint" | "scenario" | "class" | "arm"
 *     window     = "[" duration [ ":" duration ] "]"              length, and step between evaluations
 *     condition  = comparator number [ unit ] | "stable" percent [ "or" duration ]
 *     comparator = "<=" | "<" | ">=" | ">" | "=="                 unit = "ms" | "s" | "%" | "/s" | "/min"
 *     action     = "rollback" | "security"
 */
export function parseGate(source: string): ParsedGate {
  const cursor = new Cursor(source);
  const metric = parseMetric(cursor);
  const selector = cursor.accept('{') ? selectorOf(cursor) : {};
  const burn = metric.kind === 'burn' ? { ...metric, ...burnWindows(cursor) } : metric;
  const window = metric.kind !== 'burn' && cursor.accept('[') ? windowOf(cursor) : undefined;
  const condition = conditionOf(cursor);
  const sustained = cursor.peekWord() === 'for' ? forOf(cursor) : undefined;
  const action = cursor.accept('->') ? actionOf(cursor) : undefined;
  if (!cursor.atEnd)
    cursor.fail(
      `${quote(source.slice(cursor.position), 40)} is left over`,
      '"for <duration>", "-> rollback" or nothing',
    );
  return {
    source,
    metric: burn,
    selector,
    condition,
    ...(window === undefined ? {} : { window }),
    ...(sustained === undefined ? {} : { for: sustained }),
    ...(action === undefined ? {} : { action }),
  };
}

function selectorOf(cursor: Cursor): Selector {
  const selector: Record<string, string> = {};
  do {
    const position = cursor.position;
    const key = cursor.word('a selector', SELECTOR_KEYS.join(', '));
    if (!SELECTOR_KEYS.includes(key as SelectorKey))
      cursor.fail(
        `${quote(key)} cannot be selected by.${didYouMean(key, SELECTOR_KEYS)}`,
        SELECTOR_KEYS.join(', '),
        position,
      );
    if (key in selector) cursor.fail(`${quote(key)} is selected twice`, undefined, position);
    cursor.expect('=', `after ${quote(key)}`);
    const quoted = cursor.accept('"');
    selector[key] = cursor.word(`the name of the ${key}`);
    if (quoted) cursor.expect('"', 'after the name');
  } while (cursor.accept(','));
  cursor.expect('}', 'at the end of the selector');
  return selector as Selector;
}

function windowOf(cursor: Cursor): { length: number; step?: number } {
  const length = cursor.duration('the window');
  const step = cursor.accept(':') ? cursor.duration('the step of the window') : undefined;
  cursor.expect(']', 'after the window');
  return step === undefined ? { length } : { length, step };
}

function burnWindows(cursor: Cursor): { long: number; short: number } {
  cursor.expect('[', 'after burn(...): it needs a long and a short window, such as [1h,5m]');
  const first = cursor.duration('the long window');
  cursor.expect(',', 'between the two windows');
  const second = cursor.duration('the short window');
  cursor.expect(']', 'after the windows');
  return { long: Math.max(first, second), short: Math.min(first, second) };
}

function conditionOf(cursor: Cursor): Condition {
  if (cursor.peekWord() === 'stable') return stableOf(cursor);
  const comparator = COMPARATORS.find((symbol) => cursor.accept(symbol));
  if (!comparator) cursor.fail('a comparison is missing', `${COMPARATORS.join('  ')}  stable <percent>`);
  return {
    kind: 'compare',
    comparator,
    ...cursor.number('the bound', 'a number with a unit: 220ms, 1.5s, 0.5%, 6/s, 0'),
  };
}

function stableOf(cursor: Cursor): Condition {
  cursor.word('stable');
  const position = cursor.position;
  const { value, unit } = cursor.number('the margin', 'a percentage: stable 10%');
  if (unit !== '%' || value < 0) cursor.fail('the margin is a percentage', 'stable 10%', position);
  if (cursor.peekWord() !== 'or') return { kind: 'stable', margin: value / 100 };
  cursor.word('or');
  return { kind: 'stable', margin: value / 100, tolerance: cursor.duration('the tolerance') };
}

function forOf(cursor: Cursor): number {
  cursor.word('for');
  return cursor.duration('the time that it must last');
}

function actionOf(cursor: Cursor): Action {
  const position = cursor.position;
  const word = cursor.word('an action', ACTIONS.join(', '));
  if (!ACTIONS.includes(word as Action))
    cursor.fail(`${quote(word)} is no action.${didYouMean(word, ACTIONS)}`, ACTIONS.join(', '), position);
  return word as Action;
}
