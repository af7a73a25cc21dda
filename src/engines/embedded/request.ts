import type { Endpoint } from '../../model/endpoint.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import type { Credential } from '../../model/identity.ts';
import type { Target } from '../../model/target.ts';
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

/** An endpoint made ready: templates cut, header lines joined once per credential. */
export interface Recipe {
  readonly name: string;
  readonly endpoint: Endpoint;
  path(slots: Slots): string;
  body(slots: Slots): string | undefined;
  headers(credential: Credential | undefined): readonly string[];
}

export function recipe(name: string, endpoint: Endpoint, base: Base): Recipe {
  const path = pathTemplate(base.path(endpoint.path));
  const body = bodyTemplate(endpoint.body);
  const type: Headers = body?.type ? { 'content-type': body.type } : {};
  const anonymous = base.headers(type, endpoint.headers);
  const cache = new WeakMap<Credential, readonly string[]>();
  return {
    name,
    endpoint,
    path,
    body: (slots) => body?.template(slots),
    headers(credential) {
      if (!credential || credential.headers.length === 0) return anonymous;
      let lines = cache.get(credential);
      if (!lines) {
        lines = base.headers(type, endpoint.headers, Object.fromEntries(credential.headers));
        cache.set(credential, lines);
      }
      return lines;
    },
  };
}

function lowered(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
