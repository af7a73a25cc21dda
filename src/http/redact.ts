import { createHash } from 'node:crypto';
import type { Exchange, HeaderLines } from '../model/exchange.ts';
import { SecretIndex, SHORTEST } from './secrets.ts';

const JWT = /\beyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*){0,3}/g;
const QUERY =
  /([?&;](?:x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|signature|sig|token|access_token|id_token|refresh_token|api_?key|key-pair-id|policy|code|client_secret|password)=)([^&;#\s"'<>\\«]+)/gi;
const MEMBER =
  /("(?:access_token|refresh_token|id_token|client_secret|password|api_?key|secret|token)"\s*:\s*")((?:[^"\\«]|\\.)+)(")/gi;
const WORD = /[\w.+/=~%-]/;
const LONGEST_WORD = 4096;
const PLACEHOLDER = /«[^»]*»/g;

/**
 * Keeps secrets away from disks, terminals and sockets: registered ones by name, and what looks like one by a short hash.
 * Placeholders are stable, so exchanges can still be compared.
 */
export class Redactor {
  readonly #index = new SecretIndex();
  readonly #names = new Map<string, number>();

  /** Registers a secret under a name; returns the placeholder that stands for it everywhere. */
  add(secret: string, name: string): string {
    const known = this.#index.get(secret);
    if (known !== undefined) return known;
    if (secret.length < SHORTEST) return secret;
    const placeholder = this.#placeholder(name);
    for (const form of formsOf(secret)) this.#index.add(form, placeholder);
    return placeholder;
  }

  text(text: string): string {
    return this.#index
      .replace(text)
      .replace(JWT, (token) => hashed('jwt', token))
      .replace(QUERY, (_, name: string, value: string) => name + hashed('query', value))
      .replace(MEMBER, (_, name: string, value: string, end: string) => name + hashed('value', value) + end);
  }

  headers(lines: HeaderLines): HeaderLines {
    return lines.map(([name, value]) => [name, this.#header(name.toLowerCase(), value)] as const);
  }

  /** The exchange as it may be stored: nothing secret, the body no longer than `most` characters. */
  exchange(exchange: Exchange, most = Number.POSITIVE_INFINITY): Exchange {
    const { request, response, error, facts } = exchange;
    return {
      ...exchange,
      request: {
        ...request,
        url: this.text(request.url),
        headers: this.headers(request.headers),
        ...(request.body !== undefined && { body: this.text(request.body) }),
      },
      ...(response !== undefined && { response: this.#response(response, most) }),
      ...(error !== undefined && { error: { ...error, message: this.text(error.message) } }),
      ...(facts !== undefined && { facts: this.#facts(facts) }),
    };
  }

  #response(response: NonNullable<Exchange['response']>, most: number): NonNullable<Exchange['response']> {
    // Redacted before it is cut: half a secret at the edge would no longer be known as one.
    const body = this.text(response.truncated ? withoutLastWord(response.body) : response.body);
    const cut = body.length > most;
    return {
      ...response,
      headers: this.headers(response.headers),
      body: cut ? body.slice(0, most) : body,
      truncated: response.truncated || cut,
    };
  }

  #facts(facts: NonNullable<Exchange['facts']>): NonNullable<Exchange['facts']> {
    const entries = Object.entries(facts);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, typeof value === 'string' ? this.text(value) : value]),
    );
  }

  #header(name: string, value: string): string {
    return (SENSITIVE[name] ?? plain)(this.text(value));
  }

  #placeholder(name: string): string {
    const clean = name.replaceAll(/[«»\r\n]/g, ' ');
    const count = (this.#names.get(clean) ?? 0) + 1;
    this.#names.set(clean, count);
    return count === 1 ? `«${clean}»` : `«${clean} ${count}»`;
  }
}

const plain = (value: string): string => value;

/** Headers whose values are secret even when nobody registered them. */
const SENSITIVE: Readonly<Record<string, (value: string) => string>> = {
  authorization: credentials,
  'proxy-authorization': credentials,
  'x-api-key': (value) => leftover('key', value),
  cookie: (value) => value.split(';').map(cookiePair).join(';'),
  'set-cookie': (value) => value.replace(/^[^;]*/, cookiePair),
};

/** What was cut off on the way may be half a secret, which nothing would find. */
function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && text.length - end < LONGEST_WORD && WORD.test(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}

/** `Bearer abc` keeps its scheme, which says what was sent, and loses the rest. */
function credentials(value: string): string {
  const [, scheme = '', rest = ''] = /^(\S+\s+)?([\s\S]*)$/.exec(value) ?? [];
  return scheme + leftover('credential', rest);
}

function cookiePair(pair: string): string {
  const equals = pair.indexOf('=');
  return equals < 0 ? pair : pair.slice(0, equals + 1) + leftover('cookie', pair.slice(equals + 1));
}

/** Hashes a value unless placeholders already stand for all of it. */
function leftover(kind: string, value: string): string {
  return value.replaceAll(PLACEHOLDER, '').trim() === '' ? value : hashed(kind, value);
}

function hashed(kind: string, value: string): string {
  return `«${kind} ${createHash('sha256').update(value).digest('hex').slice(0, 8)}»`;
}

/** The ways in which the same secret may be written: as it is, in a URL, in JSON. */
function formsOf(secret: string): ReadonlySet<string> {
  return new Set([secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]);
}
