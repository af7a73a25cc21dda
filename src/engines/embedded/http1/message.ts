import type { Message, Wanted } from '../call.ts';

/** Methods whose request may be sent again when a kept connection turns out to be closed (RFC 9110, section 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);
/** Methods that say so when they carry no body (RFC 9110, section 8.6). */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TARGET = /^[\x21-\x7e]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** What only the transport itself may say. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'expect', 'upgrade', 'te', 'trailer']);

/** The bytes of a request, for as often as it is sent. */
export interface Http1Message extends Message {
  readonly bytes: Buffer;
  readonly isHead: boolean;
  readonly isIdempotent: boolean;
}

export interface Writer {
  /** Throws a `TypeError` for what cannot be put on the wire. */
  write(wanted: Wanted): Http1Message;
}

/**
 * Writes requests (RFC 9112). `prefix` is put before the path: scheme and authority for requests to a proxy.
 * `fixed` are further header lines, such as those for a proxy.
 */
export function writerFor(host: string, { prefix = '', fixed = [] as readonly string[] } = {}): Writer {
  const blocks = new WeakMap<readonly string[], string>();
  const blockOf = (headers: readonly string[]): string => {
    let block = blocks.get(headers);
    if (block === undefined) {
      block = headerBlock(host, [...headers, ...fixed]);
      blocks.set(headers, block);
    }
    return block;
  };
  return {
    write({ method, path, headers, body }) {
      if (!TOKEN.test(method)) throw new TypeError(`"${method}" is no method`);
      if (!TARGET.test(path)) throw new TypeError(`"${path}" is no request target`);
      const head = `${method} ${prefix}${path} HTTP/1.1\r\n${blockOf(headers)}`;
      return {
        method,
        path,
        bytes: Buffer.concat(parts(method, head, body)),
        isHead: method === 'HEAD',
        isIdempotent: IDEMPOTENT.has(method),
      };
    },
  };
}

function parts(method: string, head: string, body: string | undefined): Buffer[] {
  if (body === undefined && !WITH_BODY.has(method)) return [Buffer.from(`${head}\r\n`, 'latin1')];
  const content = Buffer.from(body ?? '', 'utf8');
  return [Buffer.from(`${head}content-length: ${content.length}\r\n\r\n`, 'latin1'), content];
}

function headerBlock(host: string, headers: readonly string[]): string {
  const lines: string[] = [];
  let named = false;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] as string;
    const value = headers[at + 1] as string;
    if (!TOKEN.test(name)) throw new TypeError(`"${name}" is no header name`);
    if (!VALUE.test(value)) throw new TypeError(`the value of the header "${name}" cannot be sent`);
    if (FRAMING.has(name)) throw new TypeError(`the header "${name}" is not for a plan to set`);
    named ||= name === 'host';
    lines.push(`${name}: ${value}\r\n`);
  }
  return named ? lines.join('') : `host: ${host}\r\n${lines.join('')}`;
}
