import type { Exchange } from '../../model/exchange.ts';

/** What no answer may hold, whatever was sent. */
const ALWAYS: readonly (readonly [what: string, pattern: RegExp])[] = [
  // A line of a stack of JavaScript: as text, in JSON, or in Express's page for errors.
  ['a stack', /(?:^|\\n|<br>)(?:\s|&nbsp;)+at (?:[^\n(]{1,200} \()?(?:\w+:|\/)[^\n)]{1,300}:\d+:\d+/m],
  ['a stack', /Traceback \(most recent call last\)|^\s+at [\w$.<>]+\([\w$]+\.(?:java|kt):\d+\)$/m],
  ['a key', /-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)-----/],
  ['a key', /"kty"\s*:\s*"(?:oct|RSA|EC|OKP)"/],
];

interface Expected {
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
}

/** What the body of an answer tells of the inside of the service; undefined for nothing. */
export function leakOf(
  exchange: Exchange,
  all: readonly Exchange[],
  { issuer, audience }: Expected,
): string | undefined {
  const body = exchange.response?.body ?? '';
  const [found] = ALWAYS.filter(([, pattern]) => pattern.test(body));
  if (found) return found[0];
  const secret = all[0]?.facts?.['secret'];
  if (typeof secret === 'string' && secret !== '' && body.includes(secret)) return 'the secret';
  const told = (value: string | undefined, section: string) =>
    value !== undefined &&
    exchange.facts?.['section'] === section &&
    body.includes(value) &&
    !isEverywhere(value, all);
  return told(issuer, 'jwt/issuer') || told(audience, 'jwt/audience') ? 'the expected values' : undefined;
}

/** A value that stands in the answers to no token and to garbage too, such as a link to log in, was not given away. */
function isEverywhere(value: string, all: readonly Exchange[]): boolean {
  return all.some(
    ({ role, response }) => (role === 'none' || role === 'garbage') && response?.body.includes(value),
  );
}
