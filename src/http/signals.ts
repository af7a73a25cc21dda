import type { Endpoint } from '../model/endpoint.ts';
import type { HeaderLines, ProbeRequest } from '../model/exchange.ts';
import type { Signal } from '../model/gate.ts';
import type { Identities } from '../model/identity.ts';
import { type ProxySettings, Target } from '../model/target.ts';
import { printable } from '../model/text.ts';
import type { SignalWindow } from '../model/window.ts';
import { type ClientOptions, ProbeClient } from './client.ts';
import { parseJson } from './expect.ts';
import { select } from './json-path.ts';
import { failed, type Reading, readPromql } from './promql.ts';
import type { RawAnswer } from './raw.ts';

type JsonSignal = Extract<Signal, { json: string }>;
type PromqlSignal = Extract<Signal, { promql: string }>;

/** A query longer than this goes into a body, as proxies cut long URLs. */
const LONGEST_QUERY = 2000;
const LONGEST_ANSWER = 1024 * 1024;

export interface SignalOptions {
  readonly plan: {
    readonly targets: { readonly canary: Target };
    readonly endpoints: Readonly<Record<string, Endpoint>>;
  };
  /** The way to the target; whatever else is asked is reached directly. */
  readonly proxy?: ProxySettings | undefined;
  /** Sent to the target; Prometheus is asked without it. */
  readonly mark: HeaderLines;
  /** For endpoints that are called with an identity. */
  readonly identities?: Identities;
  /** Milliseconds. */
  readonly wallClock: () => number;
}

/**
 * A reader of the plan's signals: a JSON value, or a PromQL instant query, in the unit that the signal declares.
 * It never rejects: whatever goes wrong is a reading of state `error`, and no value is `no_data`.
 */
export function readSignal(
  options: SignalOptions,
): (name: string, signal: Signal) => Promise<Omit<SignalWindow, 'second'>> {
  return async (name, signal) => {
    try {
      const reading = await ('promql' in signal ? readQuery(signal, options) : readJson(signal, options));
      return { signal: name, ...reading };
    } catch (error) {
      return { signal: name, ...failed((error as Error).message) };
    }
  };
}

async function readQuery(signal: PromqlSignal, options: SignalOptions): Promise<Reading> {
  const base = new URL(signal.url);
  const query = new URLSearchParams({ query: signal.promql }).toString();
  const path = `${base.pathname.replace(/\/$/, '')}/api/v1/query`;
  const long = query.length > LONGEST_QUERY;
  const headers = Object.entries(signal.headers);
  const request: ProbeRequest = long
    ? {
        method: 'POST',
        path,
        headers: [...headers, ['content-type', 'application/x-www-form-urlencoded']],
        body: query,
      }
    : { method: 'GET', path: `${path}?${query}`, headers };
  const place = { target: Target.parse({ url: base.origin }), mark: [] };
  const answer = await ask(place, request, signal.timeout, options);
  const body = parseJson(answer.response?.body ?? '');
  const reading = readPromql(body);
  // Prometheus explains 400 and 422 in the body; what a proxy says is not worth repeating.
  const unexplained = body === undefined || (reading.state !== 'error' && !isSuccess(answer));
  return (answer.error !== undefined || unexplained ? unanswered(answer) : undefined) ?? reading;
}

async function readJson(signal: JsonSignal, options: SignalOptions): Promise<Reading> {
  const answer =
    signal.endpoint === undefined ? await askUrl(signal, options) : await askEndpoint(signal, options);
  const problem = unanswered(answer);
  if (problem !== undefined) return problem;
  const document = parseJson(answer.response?.body ?? '');
  if (document === undefined) return failed('the answer is not JSON');
  const [value, ...others] = select(document, signal.json);
  if (others.length > 0) return failed(`${signal.json} finds ${others.length + 1} values; one is wanted`);
  return numberAt(value, signal.json);
}

function askUrl({ url = '', headers, timeout }: JsonSignal, options: SignalOptions): Promise<RawAnswer> {
  const { origin, pathname, search } = new URL(url);
  const canary = options.plan.targets.canary;
  const own = new URL(canary.url).origin === origin;
  const { mark, proxy } = options;
  const place = own
    ? { target: { ...canary, url: origin }, mark, proxy }
    : { target: Target.parse({ url: origin }), mark: [] };
  const request = { method: 'GET', path: pathname + search, headers: Object.entries(headers) };
  return ask(place, request, timeout, options);
}

async function askEndpoint(signal: JsonSignal, options: SignalOptions): Promise<RawAnswer> {
  const { targets, endpoints } = options.plan;
  const endpoint = endpoints[signal.endpoint ?? ''];
  if (endpoint === undefined) throw new Error(`the plan has no endpoint "${signal.endpoint}"`);
  const { method, path, body } = endpoint;
  const headers: HeaderLines = [
    ...(await credentialsOf(endpoint, options)),
    ...Object.entries({ ...endpoint.headers, ...signal.headers }),
  ];
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const request = { method, path, headers, ...(text !== undefined && { body: text }) };
  const { mark, proxy } = options;
  return ask({ target: targets.canary, mark, proxy }, request, signal.timeout, options);
}

async function credentialsOf({ identity }: Endpoint, { identities }: SignalOptions): Promise<HeaderLines> {
  if (identity === undefined) return [];
  if (identities === undefined) throw new Error(`identity pool "${identity}" is not at hand`);
  return (await identities.credential(identity, 'check', 0)).headers;
}

async function ask(
  place: Pick<ClientOptions, 'target' | 'mark' | 'proxy'>,
  request: ProbeRequest,
  timeout: number,
  { wallClock }: SignalOptions,
): Promise<RawAnswer> {
  const client = new ProbeClient({ ...place, now: wallClock });
  try {
    return await client.send({ ...request, timeout, keep: LONGEST_ANSWER });
  } finally {
    await client.close();
  }
}

function unanswered(answer: RawAnswer): Reading | undefined {
  const { response, error } = answer;
  if (error !== undefined) return failed(`no answer: ${error.message} (${error.code})`);
  if (!isSuccess(answer)) return failed(`answered HTTP ${response?.status}`);
  return response?.truncated ? failed('the answer is too long to be read') : undefined;
}

function isSuccess({ response }: RawAnswer): boolean {
  return response !== undefined && response.status >= 200 && response.status <= 299;
}

function numberAt(value: unknown, path: string): Reading {
  if (value === undefined || value === null) return { state: 'no_data', detail: `${path} finds nothing` };
  if (typeof value === 'boolean') return { state: 'value', value: value ? 1 : 0 };
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
    return { state: 'value', value: Number(value) };
  if (typeof value === 'number' && Number.isFinite(value)) return { state: 'value', value };
  return failed(`${path} finds ${printable(JSON.stringify(value), 60)}, which is no number`);
}
