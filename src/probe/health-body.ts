import { quote } from '../model/text.ts';

type Detail = 'dependencies' | 'versions';

/** What the body of a health answer tells that it must not: secrets always, details unless they are declared. */
export function disclosures(body: string, declared: readonly Detail[] | undefined): string[] {
  const secrets = LEAKS.flatMap(([what, pattern]) => (pattern.test(body) ? [what] : []));
  if (declared === undefined) return secrets;
  const names = namesIn(parsed(body), DEPTH);
  const details = DETAILS.flatMap(([kind, what, pattern]) => {
    const name = declared.includes(kind) ? undefined : names.find((each) => pattern.test(each));
    return name === undefined ? [] : [`${what} (${quote(name)}), which is not declared`];
  });
  return [...secrets, ...details];
}

/** Each pattern is certain enough to be wrong in any service. */
const LEAKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a connection string',
    /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?|mssql|jdbc:\w+):\/\/[^\s"'<>]+/i,
  ],
  [
    'a password or secret',
    /"(?:password|passwd|secret|client_secret|api_?key|private_?key|access_key)"\s*:\s*"[^"]+"/i,
  ],
  [
    'a stack trace',
    /Traceback \(most recent call last\)|^\s*at [^\n]+:\d+:\d+\)?$|\tat [\w$.]+\([\w$]+\.java:\d+\)/m,
  ],
];

/** Names of members, as health libraries and hand-written answers have them. */
const DETAILS: readonly (readonly [kind: Detail, what: string, pattern: RegExp])[] = [
  [
    'dependencies',
    'details of dependencies',
    /^(checks|components|dependencies|details|db|databases?|postgres\w*|mysql|mongo\w*|redis|caches?|queues?|kafka|rabbit\w*|elastic\w*|storage|disk\w*)$/i,
  ],
  ['versions', 'a version', /^(version|release(id)?|build(id)?|commit(id|sha)?|revision|git\w*|image)$/i],
];

const DEPTH = 4;

/** Names of all members that hold something; an empty list of components tells nothing. */
function namesIn(value: unknown, depth: number): string[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([name, held]) => [
    ...(isEmpty(held) || Array.isArray(value) ? [] : [name]),
    ...namesIn(held, depth - 1),
  ]);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : value === '';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
