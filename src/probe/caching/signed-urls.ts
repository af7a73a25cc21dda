import { select } from '../../http/json-path.ts';
import type { Check, CheckContext, Probe } from '../../model/check.ts';
import { isSafe } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { FilePolicy } from '../../model/policy/files.ts';
import { Caller, needsData } from '../caller.ts';
import { requestsFor } from '../patience.ts';
import {
  corrupted,
  later,
  momentOf,
  otherPath,
  type SignedUrl,
  takenApart,
  withPair,
  written,
} from './signed-url.ts';

/** Longest wait for a URL to expire, in ms, but in a deep look. */
const STANDARD_WAIT = 10_000;
/** Services count expiries in whole seconds. */
const ROUNDING = 1000;
const AN_HOUR = 3600;
/** Requests for one file, besides those that hand out a URL: always, in a deep look, and where the expiry is waited for. */
const REQUESTS = { always: 8, deep: 1, expired: 2, expiredDeep: 2 } as const;

/** A declared file, with its place in the policy. */
export interface SignedFile extends FilePolicy {
  readonly index: number;
}

/**
 * Has signed URLs handed out, uses them, and tries what else is accepted. Roles, each with the file's index: `issue`,
 * `valid`, `again` (controls), `probe` (`facts.variant` says what was changed), `public` (the other file without any
 * signature), and where the expiry is waited for `expired`, `reissue`, `fresh`.
 */
export const SIGNED_URLS = {
  survey: 'caching/signed-urls',
  active: true,
  exhausting: false,
  budget: (context: CheckContext) =>
    filesOf(context).reduce((sum, file) => sum + requestsOf(file, context), 0),
  waits: (context: CheckContext) =>
    filesOf(context).reduce((sum, file) => sum + (waitOf(file, context) ?? 0), 0),
  observe,
} satisfies Partial<Check>;

/** Declared files whose URL may be asked for. */
export function filesOf({ policy, endpoints }: CheckContext): readonly SignedFile[] {
  return policy.files
    .map((file, index) => ({ ...file, index }))
    .filter(({ endpoint: name }) => {
      const endpoint = endpoints[name];
      return endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
    });
}

/** What must be declared before signed URLs are tried; undefined when it is. */
export function needsFiles(context: CheckContext): string | undefined {
  return filesOf(context).length === 0
    ? 'declare policy.files: an endpoint that hands out signed URLs, and where its answer holds them'
    : undefined;
}

/** Milliseconds until a URL is certainly no longer good; undefined where that takes too long or is not declared. */
export function waitOf(file: FilePolicy, { profile, maxWait }: CheckContext): number | undefined {
  if (file.validity === undefined) return undefined;
  const wait = file.validity + file.tolerance + ROUNDING;
  return wait <= (profile === 'deep' ? maxWait : Math.min(maxWait, STANDARD_WAIT)) ? wait : undefined;
}

function requestsOf(file: FilePolicy, context: CheckContext): number {
  const { always, deep, expired, expiredDeep } = REQUESTS;
  const isDeep = context.profile === 'deep';
  const waits = waitOf(file, context) !== undefined;
  const after = waits ? expired + (isDeep ? expiredDeep : 0) : 0;
  return requestsFor(waits ? 2 : 1) + always + (isDeep ? deep : 0) + after;
}

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const file of filesOf(context)) exchanges.push(...(await new FileTrial(probe, context, file).run()));
  return exchanges;
}

class FileTrial {
  readonly #probe: Probe;
  readonly #context: CheckContext;
  readonly #file: SignedFile;
  readonly #caller: Caller;
  readonly #exchanges: Exchange[] = [];

  constructor(probe: Probe, context: CheckContext, file: SignedFile) {
    this.#probe = probe;
    this.#context = context;
    this.#file = file;
    this.#caller = new Caller(probe, context);
  }

  async run(): Promise<Exchange[]> {
    const url = await this.#issue('issue');
    if (url !== undefined) await this.#use(url, this.#probe.now());
    return this.#exchanges;
  }

  async #use(url: SignedUrl, issued: number): Promise<void> {
    await this.#send('valid', url);
    for (const [variant, { method, ...changed }] of Object.entries(this.#tampered(url)))
      await this.#send('probe', changed, { variant }, method);
    await this.#send('again', url);
    const wait = waitOf(this.#file, this.#context);
    if (wait === undefined) return;
    await this.#probe.sleep(Math.max(0, issued + wait - this.#probe.now()));
    await this.#expire(url);
  }

  /** After its time, as it was and (in a deep look) with a second, later time beside the signed one. */
  async #expire(url: SignedUrl): Promise<void> {
    await this.#send('expired', url, { variant: 'used after its time' });
    for (const [variant, changed] of Object.entries(this.#polluted(url)))
      await this.#send('expired', changed, { variant });
    const fresh = await this.#issue('reissue');
    if (fresh !== undefined) await this.#send('fresh', fresh);
  }

  #tampered(url: SignedUrl): Record<string, SignedUrl & { method?: string }> {
    const { signature, expires } = url;
    const old = pairValue(url, signature);
    const wrong = corrupted(old ?? '');
    // All but one character of it are those of a good one.
    this.#probe.redact(wrong, 'signature of a URL, one character changed');
    const until = pairValue(url, expires);
    const put = until === undefined ? undefined : later(until, AN_HOUR);
    const path = this.#file.other ?? otherPath(url.path);
    const deep = this.#context.profile === 'deep';
    return {
      ...(signature !== undefined &&
        old !== undefined && {
          'with another signature': withPair(url, signature, wrong),
          'without a signature': withPair(url, signature, undefined),
          'by HEAD, with another signature': { ...withPair(url, signature, wrong), method: 'HEAD' },
          ...(deep && { 'with an empty signature': withPair(url, signature, '') }),
        }),
      ...(expires !== undefined &&
        put !== undefined && { 'with a later expiry': withPair(url, expires, put) }),
      ...(path !== undefined && {
        [OTHER]: { ...url, path },
        [PUBLIC]: { ...url, path, pairs: [] },
      }),
    };
  }

  #polluted(url: SignedUrl): Record<string, SignedUrl> {
    const { expires } = url;
    const until = pairValue(url, expires);
    const put = until === undefined ? undefined : later(until, AN_HOUR);
    if (this.#context.profile !== 'deep' || expires === undefined || put === undefined) return {};
    return {
      'used after its time, with a later expiry before the signed one': {
        ...url,
        pairs: [[expires, put], ...url.pairs],
      },
      'used after its time, with a later expiry behind the signed one': {
        ...url,
        pairs: [...url.pairs, [expires, put]],
      },
    };
  }

  /** The URL that the service hands out now; what is wrong with it is noted where there is none. */
  async #issue(role: string): Promise<SignedUrl | undefined> {
    const { endpoint, json, signature, expires, index } = this.#file;
    const answer = await this.#caller.call(endpoint, { role: `${role} ${index}` });
    const [found] = select(documentOf(answer.response?.body), json);
    const url =
      typeof found === 'string'
        ? takenApart(found, this.#context.target.url, { signature, expires })
        : undefined;
    const secret = url && pairValue(url, url.signature);
    if (secret !== undefined) this.#probe.redact(secret, 'signature of a URL');
    const until = url && momentOf(pairValue(url, url.expires) ?? '');
    const state = url !== undefined ? 'here' : typeof found === 'string' ? 'elsewhere' : 'none';
    this.#exchanges.push({
      ...answer,
      facts: {
        url: state,
        signed: secret !== undefined,
        ...(until !== undefined && { until }),
      },
    });
    return url;
  }

  async #send(
    role: string,
    url: Pick<SignedUrl, 'path' | 'pairs'>,
    facts = {},
    method = 'GET',
  ): Promise<void> {
    const { index, identity } = this.#file;
    const as = await this.#caller.actor(identity);
    const options = { role: `${role} ${index}`, facts, ...(as && { as }) };
    this.#exchanges.push(await this.#probe.send({ method, path: written(url) }, options));
  }
}

export const OTHER = 'for another file';
export const PUBLIC = 'for another file, without anything';

function pairValue({ pairs }: SignedUrl, name: string | undefined): string | undefined {
  return pairs.find(([key]) => key === name)?.[1];
}

function documentOf(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
