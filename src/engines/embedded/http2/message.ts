import type { Message, Wanted } from '../call.ts';

/** Methods that say so when they carry no body (RFC 9110, section 8.6). */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PATH = /^(\/[\x21-\x7e]*|\*)$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** What only the transport itself may say. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'expect', 'upgrade', 'te', 'trailer']);
/** Fields of an HTTP/1.1 connection, which a stream must not carry (RFC 9113, section 8.2.2). */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'http2-settings']);

/** The fields of a request, for as often as it is sent. */
export interface Http2Message extends Message {
  /** Names and values by turns, as node:http2 takes them. */
  readonly headers: readonly string[];
  readonly body: Buffer | undefined;
}

export interface Writer {
  /** Throws a `TypeError` for what cannot be put on the wire. */
  write(wanted: Wanted): Http2Message;
}

/** Writes requests (RFC 9113, section 8.3.1) to the origin of this URL. */
export function writerFor(url: string): Writer {
  const { protocol, host } = new URL(url);
  const scheme = protocol.slice(0, -1);
  const blocks = new WeakMap<readonly string[], readonly string[]>();
  const blockOf = (headers: readonly string[]): readonly string[] => {
    let block = blocks.get(headers);
    if (!block) {
      block = headerBlock(scheme, host, headers);
      blocks.set(headers, block);
    }
    return block;
  };
  return {
    write({ method, path, headers, body }) {
      // CONNECT asks for a tunnel, whose request has neither scheme nor path (RFC 9113, section 8.5).
      if (!TOKEN.test(method) || method === 'CONNECT')
        throw new TypeError(`"${method}" is no method to load with`);
      if (!PATH.test(path)) throw new TypeError(`"${path}" is no request target`);
      const content = body === undefined || body === '' ? undefined : Buffer.from(body, 'utf8');
      const states = body !== undefined || WITH_BODY.has(method);
      const length = states ? ['content-length', String(content?.length ?? 0)] : [];
      return {
        method,
        path,
        headers: [':method', method, ':path', path, ...blockOf(headers), ...length],
        body: content,
      };
    },
  };
}

/** What is the same for every method and path. */
function headerBlock(scheme: string, host: string, headers: readonly string[]): readonly string[] {
  const fields: string[] = [];
  let authority = host;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = (headers[at] as string).toLowerCase();
    const value = headers[at + 1] as string;
    if (!TOKEN.test(name)) throw new TypeError(`"${name}" is no header name`);
    if (!VALUE.test(value)) throw new TypeError(`the value of the header "${name}" cannot be sent`);
    if (FRAMING.has(name)) throw new TypeError(`the header "${name}" is not for a plan to set`);
    // Space around a value is no part of it, and malformed here (RFC 9113, section 8.2.1).
    if (name === 'host') authority = value.trim();
    else if (!OF_CONNECTION.has(name)) fields.push(name, value.trim());
  }
  return [':scheme', scheme, ':authority', authority, ...fields];
}
