import type { Exchange } from '../../src/model/exchange.ts';
import type { Report } from '../../src/model/report.ts';
import { printable } from '../../src/model/text.ts';
import { headersOf, methodOf, needsBody, type Option, routeOf } from './curl-options.ts';
import { type Place, placeOf, refusalOf } from './curl-place.ts';
import { comment, Variables, word } from './shell.ts';

/** How to repeat an exchange by hand. */
export interface Curl {
  /** Lines for bash, zsh or ksh: comments first, then the command where there can be one. */
  readonly lines: readonly string[];
  /** Variables of the command, and the placeholders that they stand for. */
  readonly variables: readonly (readonly [placeholder: string, name: string])[];
}

type Target = Report['targets'][string];

/** The command line of curl that sends the same bytes as the check did; why not, where curl cannot. */
export function curlOf(exchange: Exchange, targets: Report['targets']): Curl {
  const target = targets[exchange.arm];
  const place = placeOf(exchange, target);
  const refusal = place === undefined ? 'its URL names no host' : refusalOf(exchange);
  if (place === undefined || refusal !== undefined)
    return { lines: [comment(`no curl line: ${refusal}`)], variables: [] };
  const variables = new Variables();
  const lines = continued([FIXED, ...argumentsOf(exchange, place, target, variables)]);
  const exports = variables.all.map(([placeholder, name]) =>
    comment(`export ${name}='...'  (what the report shows as ${printable(placeholder)})`),
  );
  return {
    lines: [...notesOf(exchange, target).map(comment), ...exports, ...lines],
    variables: variables.all,
  };
}

function argumentsOf(
  exchange: Exchange,
  { origin, path, asGiven }: Place,
  target: Target | undefined,
  variables: Variables,
): string[] {
  const latin = (text: string) => word(text, variables, 'latin1');
  const show = ([option, value]: Option) => (value === undefined ? option : `${option} ${latin(value)}`);
  const { body = '' } = exchange.request;
  return [
    ...[...methodOf(exchange), ...routeOf(exchange, origin, target), ...headersOf(exchange)].map(show),
    ...(needsBody(exchange) ? [`--data-raw ${word(body, variables, 'utf8')}`] : []),
    ...(asGiven ? [] : [`--request-target ${latin(path)}`]),
    latin(asGiven ? origin + path : `${origin}/`),
  ];
}

/** No settings of the user, one answer, the head of it too, no URL taken apart; and an end in any case. */
const FIXED = 'curl --disable --silent --show-error --include --max-time 30 --http1.1 --globoff --path-as-is';

function continued(parts: readonly string[]): string[] {
  const last = parts.length - 1;
  return parts.map((part, index) => `${index === 0 ? '' : '  '}${part}${index < last ? ' \\' : ''}`);
}

function notesOf({ facts }: Exchange, target: Target | undefined): string[] {
  const { servername } = target?.route ?? {};
  return [
    ...(facts?.['overlap'] === undefined ? [] : ['it was sent at the same moment as others of this check']),
    ...(servername
      ? [`the run asked for the TLS name ${printable(servername)}; curl asks for the host of the URL`]
      : []),
  ];
}
