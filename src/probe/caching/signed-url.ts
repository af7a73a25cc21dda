/** A signed URL of the target itself, taken apart. */
export interface SignedUrl {
  readonly path: string;
  /** Pairs of the query as they were sent, neither decoded nor sorted. */
  readonly pairs: readonly (readonly [name: string, value: string])[];
  /** Names of the parameters, where they are known. */
  readonly signature: string | undefined;
  readonly expires: string | undefined;
}

interface Named {
  readonly signature?: string | undefined;
  readonly expires?: string | undefined;
}

const SIGNATURES = /^(?:signature|sig|sign|hmac|hash|token|x-amz-signature|x-goog-signature|se?cure)$/i;
const EXPIRIES = /^(?:expires|expiry|expire|expires_at|exp|se|valid_until|validuntil|until|e)$/i;

/**
 * Takes a URL apart; `undefined` when it is none, or of another origin than the target. Its base is the target's URL,
 * whose path is left out, since requests are sent below it.
 */
export function takenApart(text: string, base: string, named: Named): SignedUrl | undefined {
  const target = new URL(base);
  const url = URL.parse(text, base);
  const below = target.pathname.replace(/\/$/, '');
  if (url === null || url.origin !== target.origin || !url.pathname.startsWith(`${below}/`)) return undefined;
  const pairs = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')] as const;
    });
  const find = (known: string | undefined, pattern: RegExp): string | undefined =>
    pairs.find(([name]) => (known === undefined ? pattern.test(name) : name === known))?.[0];
  return {
    path: url.pathname.slice(below.length),
    pairs,
    signature: find(named.signature, SIGNATURES),
    expires: find(named.expires, EXPIRIES),
  };
}

/** Path and query, to be sent as they are. */
export function written({ path, pairs }: Pick<SignedUrl, 'path' | 'pairs'>): string {
  return pairs.length === 0 ? path : `${path}?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

/** The same URL with another value of one parameter, or without it. */
export function withPair(url: SignedUrl, name: string, value: string | undefined): SignedUrl {
  const pairs = url.pairs.flatMap(([key, old]) => {
    if (key !== name) return [[key, old] as const];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...url, pairs };
}

/** Another text of the same alphabet and length: a character in the middle stands for other bits, whatever the encoding. */
export function corrupted(value: string): string {
  const at = Math.floor(value.length / 2) - 1;
  const index = [...value].findIndex((character, place) => place >= at && /[0-9A-Za-z]/.test(character));
  if (index < 0) return `${value}0`;
  return value.slice(0, index) + neighbour(value[index]!) + value.slice(index + 1);
}

/** A path whose last number is another one; `undefined` where it has none. */
export function otherPath(path: string): string | undefined {
  const changed = path.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  return changed === path ? undefined : changed;
}

/** A later moment in the notation of the first one; `undefined` for notations that are not known. */
export function later(value: string, seconds: number): string | undefined {
  if (/^\d{13}$/.test(value)) return String(Number(value) + seconds * 1000);
  if (/^\d{1,12}$/.test(value)) return String(Number(value) + seconds);
  const date = dateOf(value);
  return date === undefined ? undefined : encodeURIComponent(new Date(date + seconds * 1000).toISOString());
}

/** Seconds since 1970 that a value of the expiry stands for; `undefined` where it is no moment. */
export function momentOf(value: string): number | undefined {
  if (/^\d{13}$/.test(value)) return Number(value) / 1000;
  if (/^\d{10}$/.test(value)) return Number(value);
  const date = dateOf(value);
  return date === undefined ? undefined : date / 1000;
}

/** Milliseconds since 1970 of a date such as `2027-01-31T10:00:00Z`, colons perhaps encoded. */
function dateOf(value: string): number | undefined {
  const text = value.replaceAll(/%3A/gi, ':');
  const date = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** A letter of the same case or a digit, never the same one; hexadecimal stays hexadecimal. */
function neighbour(character: string): string {
  const row = ['0123456789', 'abcdef', 'ABCDEF', 'ghijklmnopqrstuvwxyz', 'GHIJKLMNOPQRSTUVWXYZ'].find(
    (each) => each.includes(character),
  )!;
  return row[(row.indexOf(character) + 1) % row.length]!;
}
