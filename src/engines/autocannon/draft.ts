import type { RequestData } from 'autocannon';
import type { Message, Transport, Wanted } from '../embedded/call.ts';
import { writerFor } from '../embedded/http1/message.ts';

/** A request as autocannon is given it; `host` is always among its headers. */
export interface Draft extends Message, RequestData {}

const ASCII = /^[\t\x20-\x7e]*$/;
/** Methods that say so when they carry no body (RFC 9110, section 8.6). */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Makes requests ready for autocannon, which checks nothing and sends by itself; what cannot be sent is a `TypeError`. */
export function draftsFor(url: string): Transport {
  const { host } = new URL(url);
  const writer = writerFor(host);
  return {
    protocol: 'h1',
    activity: 0,
    notes: new Map(),
    close: () => {},
    send() {
      throw new Error('autocannon sends by itself');
    },
    prepare(wanted: Wanted): Draft {
      writer.write(wanted);
      const { method, path, body } = wanted;
      const isBare = (body ?? '') === '' && WITH_BODY.has(method);
      const headers = { host, ...recordOf(wanted.headers), ...(isBare ? { 'content-length': '0' } : {}) };
      return { method, path, headers, body };
    },
  };
}

function recordOf(lines: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const name = lines[at] as string;
    const value = lines[at + 1] as string;
    if (!ASCII.test(value)) throw new TypeError(`the value of the header "${name}" is not ASCII`);
    record[name] = value;
  }
  return record;
}
