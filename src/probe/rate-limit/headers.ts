import { type Item, ParseError, parseDictionary, parseList, Token } from 'structured-headers';
import type { HeaderLines } from '../../model/exchange.ts';
import type { HEADER_FAMILIES } from '../../model/policy/limits.ts';
import { quote } from '../../model/text.ts';
import { headerValue, headerValues } from '../headers.ts';

export type LimitFamily = Exclude<(typeof HEADER_FAMILIES)[number], 'auto' | 'none'>;

/** What the rate-limit headers of one answer say, whatever their family. */
export interface LimitHeaders {
  readonly families: readonly LimitFamily[];
  readonly limit?: number;
  readonly remaining?: number;
  /** Seconds until the quota is full again; left out where the header holds a point in time. */
  readonly reset?: number;
  /** Every reset as it is written: seconds or milliseconds, from now or since 1970; dates as seconds since 1970. */
  readonly resets: readonly number[];
  /** Every quota that is named, with its window in seconds where that is named too. */
  readonly quotas: readonly NamedQuota[];
  /** What breaks the syntax, as phrases for people. */
  readonly faults: readonly string[];
}

export interface NamedQuota {
  readonly limit: number;
  readonly window?: number;
}

type Values = { limit?: number; remaining?: number; reset?: number };
interface Part extends Values {
  readonly family?: LimitFamily;
  readonly resets?: readonly number[];
  readonly quotas?: readonly NamedQuota[];
  readonly faults: readonly string[];
}

/** Above this a reset is an epoch, not a number of seconds (GitLab, express-rate-limit's legacy headers). */
const EPOCH = 1_000_000_000;

/** Reads all families at once (draft-ietf-httpapi-ratelimit-headers 03 to 10, and the de facto X- names). */
export function readLimitHeaders(lines: HeaderLines): LimitHeaders {
  const parts = [
    structured(lines),
    policy(lines),
    separate(lines, 'ratelimit-'),
    ...deFacto(lines),
    { quotas: quotasByPeriod(lines), faults: [] },
  ];
  const values: Values = Object.assign({}, ...parts.map(valuesOf).reverse());
  return {
    families: [...new Set(parts.flatMap(({ family }) => family ?? []))],
    ...values,
    ...(values.reset !== undefined && values.reset > EPOCH && { reset: undefined }),
    resets: parts.flatMap(({ resets = [] }) => resets),
    quotas: parts.flatMap(({ quotas = [] }) => quotas),
    faults: parts.flatMap(({ faults }) => faults),
  } as LimitHeaders;
}

function valuesOf({ limit, remaining, reset }: Part): Values {
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(reset !== undefined && { reset }),
  };
}

/** `RateLimit`: a dictionary in draft 7, a list of policies since draft 8. */
function structured(lines: HeaderLines): Part {
  const text = headerValue(lines, 'ratelimit');
  if (text === undefined) return { faults: [] };
  return parsed('RateLimit', text, () => dictionary(text) ?? policies(text));
}

function dictionary(text: string): Part | undefined {
  const members = attempt(() => parseDictionary(text));
  if (!members || !['limit', 'remaining', 'reset'].some((key) => members.has(key))) return undefined;
  const faults: string[] = [];
  const values: Values = {};
  for (const key of ['limit', 'remaining', 'reset'] as const) {
    const value = members.get(key)?.[0];
    if (value === undefined) continue;
    if (isCount(value)) values[key] = value;
    else faults.push(`RateLimit: ${key} is no non-negative integer in ${quote(text)}`);
  }
  return { family: 'draft-7', ...values, ...listed(values), faults };
}

function policies(text: string): Part {
  const faults: string[] = [];
  const resets: number[] = [];
  const tightest: Values = {};
  for (const [name, parameters] of parseList(text) as Item[]) {
    if (typeof name !== 'string' && !(name instanceof Token))
      faults.push(`RateLimit: a policy's name is no string in ${quote(text)}`);
    for (const key of ['r', 't']) {
      const value = parameters.get(key);
      if (value !== undefined && !isCount(value))
        faults.push(`RateLimit: ${key} is no non-negative integer in ${quote(text)}`);
    }
    const left = parameters.get('r');
    if (isCount(parameters.get('t'))) resets.push(parameters.get('t') as number);
    if (!isCount(left) || left >= (tightest.remaining ?? Number.POSITIVE_INFINITY)) continue;
    const reset = parameters.get('t');
    Object.assign(tightest, { remaining: left, reset: isCount(reset) ? reset : undefined });
  }
  return { family: 'draft-8', ...tightest, resets, faults };
}

/** `RateLimit-Policy`: `100;w=60` until draft 7, `"name";q=100;w=60` since. It alone does not tell the family. */
function policy(lines: HeaderLines): Part {
  const text = headerValue(lines, 'ratelimit-policy');
  if (text === undefined) return { faults: [] };
  return parsed('RateLimit-Policy', text, () => {
    const items = parseList(text) as Item[];
    const wrong = items.filter(([value, parameters]) => {
      const quota = typeof value === 'number' ? value : parameters.get('q');
      const window = parameters.get('w');
      return (
        (quota !== undefined && !isCount(quota)) || (window !== undefined && !(isCount(window) && window > 0))
      );
    });
    const only = items.length === 1 ? items[0]?.[1].get('q') : undefined;
    return {
      ...(isCount(only) && { limit: only }),
      quotas: items.flatMap(quotaOf),
      faults:
        wrong.length > 0 ? [`RateLimit-Policy: quota or window is no such integer in ${quote(text)}`] : [],
    };
  });
}

function quotaOf([value, parameters]: Item): NamedQuota[] {
  const limit = typeof value === 'number' ? value : parameters.get('q');
  const [window, unit] = [parameters.get('w'), parameters.get('qu')];
  if (!isCount(limit) || (unit !== undefined && unit !== 'requests')) return [];
  return [{ limit, ...(isCount(window) && { window }) }];
}

/** `RateLimit-Limit`, `-Remaining`, `-Reset` of drafts 3 to 6; the limit may name its policies behind a comma. */
function separate(lines: HeaderLines, prefix: string): Part {
  const faults: string[] = [];
  const values: Values = {};
  for (const key of ['limit', 'remaining', 'reset'] as const) {
    const name = prefix + key;
    const found = headerValues(lines, name);
    const [text] = found;
    if (text === undefined) continue;
    if (new Set(found).size > 1)
      faults.push(`${name}: lines that disagree (${found.map((it) => quote(it)).join(', ')})`);
    const first = text.split(/[,;]/)[0]?.trim() ?? '';
    if (/^\d+$/.test(first)) values[key] = Number(first);
    else if (key !== 'reset' || prefix === 'ratelimit-' || first.startsWith('-'))
      faults.push(`${name}: ${quote(text)} is no non-negative integer`);
  }
  const seen = Object.keys(values).length > 0 || faults.length > 0;
  const reset = resetOf(headerValues(lines, `${prefix}reset`)[0]);
  const more = headerValues(lines, `${prefix}limit`)[0]?.split(',').slice(1).join(',') ?? '';
  return {
    ...(seen && { family: 'draft-6' }),
    ...values,
    resets: reset === undefined ? [] : [reset],
    // Envoy names its policies behind the limit that is closest.
    quotas: [
      ...(values.limit === undefined ? [] : [{ limit: values.limit }]),
      ...(attempt(() => (parseList(more) as Item[]).flatMap(quotaOf)) ?? []),
    ],
    faults,
  };
}

function listed({ limit, reset }: Values): Pick<Part, 'resets' | 'quotas'> {
  return {
    resets: reset === undefined ? [] : [reset],
    quotas: limit === undefined ? [] : [{ limit }],
  };
}

/** A number as it is, a date as seconds since 1970. */
function resetOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = /^[\d.]+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  return Number.isNaN(value) ? undefined : value;
}

/** No specification says what the reset of these means, so it is not read as seconds from now. */
function deFacto(lines: HeaderLines): Part[] {
  return ['x-ratelimit-', 'x-rate-limit-'].map((prefix) => {
    const { family, reset: _, ...part } = separate(lines, prefix);
    return { ...part, ...(family && { family: 'x-ratelimit' as const }) };
  });
}

const PERIODS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** `X-RateLimit-Limit-Minute` and the like (Kong). */
function quotasByPeriod(lines: HeaderLines): NamedQuota[] {
  return Object.entries(PERIODS).flatMap(([period, window]) =>
    headerValues(lines, `x-ratelimit-limit-${period}`)
      .filter((text) => /^\d+$/.test(text))
      .map((text) => ({ limit: Number(text), window })),
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function parsed(name: string, text: string, parse: () => Part): Part {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { faults: [`${name}: ${quote(text)} is no structured field (RFC 9651)`] };
  }
}

function attempt<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
