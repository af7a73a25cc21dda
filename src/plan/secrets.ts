import type { Interpolated } from './interpolate.ts';
import { formatPath } from './path.ts';

export interface Secret {
  readonly value: string;
  readonly name: string;
}

const SECRET_NAME = /(key|secret|token|passw|pwd|credential|auth|cookie|session|private|jwt|signature)/i;
/** Variables that hold a name or a place of a secret, not the secret. */
const HARMLESS_NAME = /(_?(file|path|dir|url|host|port|id|name|header|issuer|audience))$/i;
const SECRET_PLACE = /^identities\.[^.]+\.(key|tokens\b|clientSecret)/;
const HEADER_PLACE = /\.headers(\.|\[)/;
/** Replacing shorter texts everywhere would garble reports without hiding anything. */
const SHORTEST = 4;

/** Texts of a plan that no report, terminal or file may show: keys and tokens, and variables that look like some. */
export function secretsOf(plan: unknown, used: readonly Interpolated[]): Secret[] {
  const byValue = new Map<string, string>();
  const add = (value: string, name: string) => {
    if (value.length >= SHORTEST && !byValue.has(value)) byValue.set(value, name);
  };
  for (const { name, value, path } of used) {
    const looksSecret = SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
    if (looksSecret || SECRET_PLACE.test(path) || HEADER_PLACE.test(path)) add(value, name);
  }
  for (const [path, text] of texts(plan, [])) {
    if (SECRET_PLACE.test(path)) add(text, path);
    for (const password of passwordsIn(text)) add(password, `${path} password`);
  }
  return [...byValue].map(([value, name]) => ({ value, name }));
}

/** `text` with every secret replaced by its name, longest first. */
export function conceal(text: string, secrets: readonly Secret[]): string {
  const longestFirst = [...secrets].sort((a, b) => b.value.length - a.value.length);
  return longestFirst.reduce((rest, { value, name }) => rest.replaceAll(value, `«${name}»`), text);
}

function* texts(value: unknown, path: readonly (string | number)[]): Generator<[string, string]> {
  if (typeof value === 'string') yield [formatPath(path), value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value))
    yield* texts(item, [...path, Array.isArray(value) ? Number(key) : key]);
}

function passwordsIn(text: string): string[] {
  const password = /^https?:\/\/[^/@:]*:([^/@]+)@/.exec(text)?.[1];
  return password === undefined ? [] : [password, safeDecode(password)];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
