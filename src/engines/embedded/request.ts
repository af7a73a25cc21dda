import type { Endpoint } from '../../model/endpoint.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import type { Credential } from '../../model/identity.ts';
import type { Target } from '../../model/target.ts';
import type { Message, Transport } from './call.ts';
import { bodyTemplate, pathTemplate, type Slots } from './template.ts';

export type Headers = Readonly<Record<string, string>>;

/** What every request of a run carries: its mark, the target's headers, and what leads to the canary. */
export class Base {
  readonly #prefix: string;
  readonly #headers: Headers;
  /** `name=value` of the cookie that leads to the canary. */
  readonly #cookie: string | undefined;

  constructor({ url, headers, reach }: Pick<Target, 'url' | 'headers' | 'reach'>, mark: HeaderLines) {
    this.#prefix = new URL(url).pathname.replace(/\/$/, '');
    this.#headers = {
      ...lowered(Object.fromEntries(mark)),
      ...lowered(headers),
      ...(reach && 'header' in reach ? { [reach.header.name.toLowerCase()]: reach.header.value } : {}),
    };
    this.#cookie = reach && 'cookie' in reach ? `${reach.cookie.name}=${reach.cookie.value}` : undefined;
  }

  path(path: string): string {
    return this.#prefix + path;
  }

  /**
   * Names and values by turns. Groups replace the target's headers, and later ones those of earlier ones, whatever
   * their case; `defaults` yield to all. Cookies add up.
   */
  headers(defaults: Headers, ...groups: readonly Headers[]): string[] {
    const ordered = [lowered(defaults), this.#headers, ...groups.map(lowered)];
    const merged: Record<string, string> = Object.assign({}, ...ordered);
    const cookies = [this.#cookie, ...ordered.map(({ cookie }) => cookie)].filter(Boolean);
    if (cookies.length > 0) merged['cookie'] = cookies.join('; ');
    return Object.entries(merged).flat();
  }
}

/** An endpoint made ready: templates cut, and bytes built once per credential where nothing in them changes. */
export interface Recipe {
  readonly endpoint: Endpoint;
  /** The message for a credential, when it is at hand as it is. */
  known(credential: Credential | undefined): Message | undefined;
  /** Throws a `TypeError` for what cannot be put on the wire. */
  message(slots: Slots, credential: Credential | undefined): Message;
}

export function recipe(endpoint: Endpoint, base: Base, transport: Pick<Transport, 'prepare'>): Recipe {
  const path = pathTemplate(base.path(endpoint.path));
  const body = bodyTemplate(endpoint.body);
  const isConstant = path.isConstant && (body?.template.isConstant ?? true);
  const headersOf = headersBy(endpoint, base, body?.type);
  const messages = new WeakMap<Credential | typeof NOBODY, Message>();
  return {
    endpoint,
    known: (credential) => messages.get(credential ?? NOBODY),
    message(slots, credential) {
      const made = transport.prepare({
        method: endpoint.method,
        path: path(slots),
        headers: headersOf(credential),
        body: body?.template(slots),
      });
      if (isConstant) messages.set(credential ?? NOBODY, made);
      return made;
    },
  };
}

const NOBODY = {};

/** Header lines, joined once per credential. */
function headersBy(endpoint: Endpoint, base: Base, contentType: string | undefined) {
  const type: Headers = contentType === undefined ? {} : { 'content-type': contentType };
  const anonymous = base.headers(type, endpoint.headers);
  const cache = new WeakMap<Credential, readonly string[]>();
  return (credential: Credential | undefined): readonly string[] => {
    if (!credential || credential.headers.length === 0) return anonymous;
    let lines = cache.get(credential);
    if (!lines) {
      lines = base.headers(type, endpoint.headers, Object.fromEntries(credential.headers));
      cache.set(credential, lines);
    }
    return lines;
  };
}

function lowered(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
