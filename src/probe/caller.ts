import type { CheckContext, Probe } from '../model/check.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Exchange, HeaderLines, ProbeRequest } from '../model/exchange.ts';
import type { Credential } from '../model/identity.ts';
import { patiently, RetryBudget } from './patience.ts';

export interface Call {
  readonly role: string;
  readonly facts?: Exchange['facts'];
  readonly headers?: HeaderLines;
  /** Without the endpoint's identity. */
  readonly anonymous?: boolean;
  readonly keep?: number;
  /** Instead of the endpoint's own. */
  readonly timeout?: number;
  /** Instead of the endpoint's own; no body is sent then. */
  readonly method?: string;
  /** Instead of the endpoint's own. */
  readonly path?: string;
  /** Instead of the endpoint's own. */
  readonly body?: string;
}

/** Requests that one call alone may cost, when the target is busy; several of one caller cost `requestsFor` so many. */
export const CALL = 3;

/** Calls endpoints of the plan as their identity, waiting when the target is busy; one subject of each pool per check. */
export class Caller {
  readonly #probe: Probe;
  readonly #context: CheckContext;
  readonly #credentials = new Map<string, Credential>();
  readonly #retries = new RetryBudget();

  constructor(probe: Probe, context: CheckContext) {
    this.#probe = probe;
    this.#context = context;
  }

  call(name: string, call: Call): Promise<Exchange> {
    const endpoint = this.#context.endpoints[name];
    if (endpoint === undefined)
      throw new Error(`the policy names an endpoint "${name}" that the plan does not have`);
    const attempt = async (): Promise<Exchange> => {
      const as = call.anonymous ? undefined : await this.actor(endpoint.identity);
      const request = requestOf(endpoint, { subject: as?.subject ?? '', random: this.#probe.random });
      return this.#probe.send(this.#request(request, call), {
        role: call.role,
        timeout: call.timeout ?? endpoint.timeout,
        ...(call.facts && { facts: call.facts }),
        ...(call.keep && { keep: call.keep }),
        ...(as && { as }),
      });
    };
    return patiently(this.#probe, attempt, this.#retries, (status) => this.#windowOf(name, status));
  }

  /** The check's subject of a pool; a new token each time where tokens are good for one request. */
  async actor(pool: string | undefined): Promise<Credential | undefined> {
    if (pool === undefined) return undefined;
    const known = this.#credentials.get(pool);
    const oneTime = this.#probe.minter(pool)?.oneTime ?? false;
    if (known !== undefined) return oneTime ? this.#probe.fresh(known) : known;
    const credential = await this.#probe.subject(pool);
    this.#credentials.set(pool, credential);
    return credential;
  }

  /** The window of a declared limit that rejects with this status; in ms. */
  #windowOf(endpoint: string, status: number): number | undefined {
    return this.#context.policy.limits.find((limit) => limit.endpoint === endpoint && limit.status === status)
      ?.window;
  }

  #request({ body: own, ...request }: ProbeRequest, call: Call): ProbeRequest {
    const { method = request.method, path = request.path, headers = [] } = call;
    const body = call.body ?? (call.method === undefined ? own : undefined);
    return {
      method,
      path,
      headers: [...(request.headers ?? []), ...headers],
      ...(body !== undefined && { body }),
    };
  }
}

/** The request that an endpoint stands for, its slots filled. */
export function requestOf(
  endpoint: Endpoint,
  { subject, random }: { subject: string; random: () => number },
): ProbeRequest {
  const fill = (text: string): string =>
    text
      .replaceAll('{subject}', encodeURIComponent(subject))
      .replaceAll('{random}', () => Math.floor(random() * 1e9).toString(36));
  const text = typeof endpoint.body === 'string' || endpoint.body === undefined;
  const headers = Object.entries(endpoint.headers);
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const body = text ? (endpoint.body as string | undefined) : JSON.stringify(endpoint.body);
  return {
    method: endpoint.method,
    path: fill(endpoint.path),
    headers: text || typed ? headers : [...headers, ['content-type', 'application/json']],
    ...(body !== undefined && { body: fill(body) }),
  };
}

/** True where a path has slots that only a scenario's data can fill. */
export function needsData(endpoint: Pick<Endpoint, 'path'>): boolean {
  return /\{(?!subject\}|random\})[\w-]+\}/.test(endpoint.path);
}
