import { query } from 'jsonpath-rfc9535';
import type { Endpoint, Matcher } from '../model/endpoint.ts';
import type { Problem } from '../model/errors.ts';
import { printable, quote } from '../model/text.ts';
import { formatPath, type PathParts } from './path.ts';
import type { Plan } from './schema.ts';

/** Regular expressions and JSONPaths of a plan that cannot be read. */
export function expressionProblems(plan: Plan): Problem[] {
  return [
    ...Object.entries(plan.endpoints).flatMap(([name, endpoint]) =>
      ofEndpoint(['endpoints', name], endpoint),
    ),
    ...Object.entries(plan.signals).flatMap(([name, signal]) =>
      'json' in signal ? jsonPath(['signals', name, 'json'], signal.json) : [],
    ),
    ...Object.entries(plan.targets).flatMap(([arm, target]) =>
      target?.identify && 'json' in target.identify
        ? jsonPath(['targets', arm, 'identify', 'json'], target.identify.json)
        : [],
    ),
  ];
}

function ofEndpoint(base: PathParts, { expect }: Endpoint): Problem[] {
  const path = [...base, 'expect'];
  return [
    ...Object.entries(expect.headers ?? {}).flatMap(([name, matcher]) =>
      regularExpression([...path, 'headers', name], matcher),
    ),
    ...Object.entries(expect.json ?? {}).flatMap(([expression, matcher]) => [
      ...jsonPath([...path, 'json', expression], expression),
      ...regularExpression([...path, 'json', expression], matcher),
    ]),
    ...regularExpression([...path, 'body'], expect.body),
  ];
}

function regularExpression(
  path: PathParts,
  matcher: Matcher | { matches?: string | undefined } | undefined,
): Problem[] {
  if (typeof matcher !== 'object' || matcher?.matches === undefined) return [];
  const fault = faultOf(() => new RegExp(matcher.matches as string));
  return fault === undefined
    ? []
    : [
        {
          path: formatPath([...path, 'matches']),
          message: `${quote(matcher.matches)} is no regular expression: ${fault}`,
        },
      ];
}

function jsonPath(path: PathParts, expression: string): Problem[] {
  const fault = faultOf(() => query({}, expression));
  if (fault === undefined) return [];
  const message = `${quote(expression)} is no JSONPath: ${fault}`;
  return [{ path: formatPath(path), message, allowed: 'RFC 9535, such as $.data[0].id' }];
}

function faultOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return printable((error instanceof Error ? error.message : String(error)).split('\n')[0]!, 120);
  }
}
