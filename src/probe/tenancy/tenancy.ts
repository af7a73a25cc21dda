import type { CheckContext, Probe } from '../../model/check.ts';
import type { Exchange, ProbeRequest } from '../../model/exchange.ts';
import type { TenantResource } from '../../model/policy/tenancy.ts';
import { Caller } from '../caller.ts';
import { patiently, RetryBudget } from '../patience.ts';

/** Bytes of a body that are searched for a marker. */
const SEARCHED = 1024 * 1024;

export interface Reading {
  /** The part that it plays, with a name after a space. */
  readonly role: string;
  /** Who asks; nobody when left out. */
  readonly pool?: string | undefined;
  readonly request: ProbeRequest;
  /** Text that only the owner may see. */
  readonly marker: string;
  readonly timeout?: number;
}

/** Reads as one tenant or another; each exchange says whether it showed the owner's marker. */
export class Reader {
  readonly caller: Caller;
  readonly #probe: Probe;
  readonly #retries = new RetryBudget();

  constructor(probe: Probe, context: CheckContext) {
    this.#probe = probe;
    this.caller = new Caller(probe, context);
  }

  async read({ role, pool, request, marker, timeout }: Reading): Promise<Exchange> {
    const ask = async (): Promise<Exchange> => {
      const as = await this.caller.actor(pool);
      const options = { role, keep: SEARCHED, ...(timeout !== undefined && { timeout }), ...(as && { as }) };
      return this.#probe.send(request, options);
    };
    const exchange = await patiently(this.#probe, ask, this.#retries);
    // Noted while the whole body is at hand: less of it is stored.
    const shown = !repeats(request, marker) && shows(exchange, marker);
    return { ...exchange, facts: { ...exchange.facts, shown } };
  }
}

/** True where a complete answer of 2xx shows the marker: read as by the owner. */
export function isRead(exchange: Exchange | undefined): boolean {
  const status = exchange?.response?.status ?? 0;
  return status >= 200 && status <= 299 && isShown(exchange);
}

/** True where the answer, whatever its status, held the marker. */
export function isShown(exchange: Exchange | undefined): boolean {
  return exchange?.facts?.['shown'] === true;
}

/** A resource with a path that leads to nothing. */
export type Paired = TenantResource & { readonly absent: string };

/** Declared resources that can be compared with what does not exist. */
export function pairedOf({ policy }: Pick<CheckContext, 'policy'>): Paired[] {
  return (policy.tenancy?.resources ?? []).filter((each): each is Paired => each.absent !== undefined);
}

/** The exchange that plays this part. */
export function inPart(exchanges: readonly Exchange[], role: string): Exchange | undefined {
  return exchanges.find((exchange) => exchange.role === role);
}

/** What a request says itself may come back in an error, and shows nothing. */
function repeats({ path, headers = [], body = '' }: ProbeRequest, marker: string): boolean {
  return [path, decoded(path), body, ...headers.map(([, value]) => value)].some((text) =>
    text.includes(marker),
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function shows({ response }: Exchange, marker: string): boolean {
  if (response === undefined) return false;
  return response.body.includes(marker) || response.headers.some(([, value]) => value.includes(marker));
}
