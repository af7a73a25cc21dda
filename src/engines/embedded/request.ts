import type { Endpoint } from '../../model/endpoint.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import type { Credential } from '../../model/identity.ts';
import type { Target } from '../../model/target.ts';
import { bodyTemplate, pathTemplate, type Slots } from '../requests/template.ts';
import type { Message, Transport } from './call.ts';

export type Headers = Readonly<Record<string, string>>;

/** Stands for no credential where one is a key. */
const NOBODY = {};

/** What every request of a run carries: its mark, the target's headers, and what leads to the canary. */
export class Base {
  readonly #prefix: string;
  readonly #headers: Headers;
  /** `name=value` of the cookie that leads to the canary. */
  readonly #cookie: string | undefined;
  readonly #lines = new WeakMap<
    Headers,
    WeakMap<Credential | typeof NOBODY, Map<string, readonly string[]>>
  >();

  constructor({ url, headers, reach }: Pick<Target, 'url' | 'headers' | 'reach'>, mark: HeaderLines) {
    this.#prefix = new URL(url).pathname.replace(/\/$/, '');
    this.#headers = {
      ...lowered(Object.fromEntries(mark)),
      ...lowered(headers),
      ...(reach && 'header' in reach ? { [reach.header.name.toLowerCase()]: reach.header.value } : {}),
    };
    this.#cookie = reach && 'cookie' in reach ? `${reach.cookie.name}=${reach.cookie.value}` : undefined;
  }

  /** The lines of a plan's own headers with a content type and a credential, joined once for each. */
  lines(type = '', headers: Headers, credential: Credential | undefined): readonly string[] {
    const byCredential = at(this.#lines, headers, () => new WeakMap());
    const byType = at(byCredential, credential ?? NOBODY, () => new Map<string, readonly string[]>());
    let lines = byType.get(type);
    if (!lines) {
      const token = Object.fromEntries(credential?.headers ?? []);
      lines = this.headers(type === '' ? {} : { 'content-type': type }, headers, token);
      byType.set(type, lines);
    }
    return lines;
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
  const messages = new WeakMap<Credential | typeof NOBODY, Message>();
  return {
    endpoint,
    known: (credential) => messages.get(credential ?? NOBODY),
    message(slots, credential) {
      const made = transport.prepare({
        method: endpoint.method,
        path: path(slots),
        headers: base.lines(body?.type, endpoint.headers, credential),
        body: body?.template(slots),
      });
      if (isConstant) messages.set(credential ?? NOBODY, made);
      return made;
    },
  };
}

function lowered(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function at<Key extends object, Value>(map: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
