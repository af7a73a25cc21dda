import type { RequestOptions } from '../../model/context.ts';
import { parseDuration } from '../../model/duration.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { bodyTemplate, pathTemplate, printablePath, type Slots } from './template.ts';

/** A scripted request as it was asked for: what to send, and what it is counted under. */
export interface Asked {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly options: RequestOptions;
}

/** A request by method and path, which no endpoint of the plan describes. */
export function adHoc(method: string, path: string, options: RequestOptions): Asked {
  if (!path.startsWith('/')) throw new TypeError(`a path that begins with / is wanted, not "${path}"`);
  const endpoint = { ...PLAIN, method: method.toUpperCase() as Endpoint['method'], path };
  return { name: options.name ?? (path.split('?', 1)[0] as string), endpoint, options };
}

/** As a plan's endpoint with nothing but a path. */
const PLAIN: Endpoint = { method: 'GET', path: '/', headers: {}, expect: {}, timeout: 10_000 };

export function timeoutOf({ endpoint, options }: Asked): number {
  return options.timeout === undefined ? endpoint.timeout : milliseconds(options.timeout);
}

/** Milliseconds of a number, or of a text such as `100ms`. */
export function milliseconds(time: number | string): number {
  const value = typeof time === 'number' ? time : parseDuration(time);
  if (value === undefined || !(value >= 0))
    throw new TypeError(`a time such as 100 or "100ms" is wanted, not "${time}"`);
  return value;
}

/** Path and query. The slots of an endpoint are filled; a path written in a script goes out as it is. */
export function pathOf({ endpoint, options }: Asked, slots: Slots, isEndpoint: boolean): string {
  const data = { ...slots.data, ...texts(options.params) };
  const path =
    isEndpoint || options.params
      ? pathTemplate(endpoint.path)({ ...slots, data })
      : printablePath(endpoint.path);
  const query = options.query ? new URLSearchParams(texts(options.query)).toString() : '';
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** The body and the type that goes with it: text as it is, anything else as JSON. */
export function bodyOf({ endpoint, options }: Asked, slots: Slots): { body?: string; type?: string } {
  if (typeof options.body === 'string') return { body: options.body };
  if (options.body !== undefined) return { body: JSON.stringify(options.body), type: 'application/json' };
  const planned = bodyTemplate(endpoint.body);
  return planned ? { body: planned.template(slots), ...(planned.type ? { type: planned.type } : {}) } : {};
}

function texts(values: Readonly<Record<string, string | number>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
