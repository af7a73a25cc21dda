import type { Dispatcher } from 'undici';
import type { HeaderLines } from '../../model/exchange.ts';
import type { Target } from '../../model/target.ts';
import { type Connection, Connections } from './connections.ts';
import type { CutGroup, Failure, Prepared, Raw, Transport } from './transport.ts';

/** HTTP/1.1 by undici's dispatch: no retry, no redirect, no decompression, one request per connection at a time. */
export function undiciTransport(target: Target, now: () => number): Transport {
  const connections = new Connections(target, now);
  return {
    request: (prepared, group) =>
      new Promise((resolve) => {
        new Exchange(prepared, group, connections, now, resolve).start();
      }),
    async close() {
      connections.close();
    },
  };
}

const LINGER = 250;

type Handler = Dispatcher.DispatchHandler;

/** One request on one connection, from send to last byte, timeout or cut, whichever is first. */
class Exchange implements Handler {
  readonly #prepared: Prepared;
  readonly #group: CutGroup;
  readonly #connections: Connections;
  readonly #connection: Connection;
  readonly #now: () => number;
  readonly #resolve: (raw: Raw) => void;
  readonly #started: number;
  readonly #cut = () => this.#end({ kind: 'cut', code: 'cut', message: 'ended by our own stop' });
  #timer: NodeJS.Timeout | undefined;
  #status = 0;
  #firstByte: number | undefined;
  #bytes = 0;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #rawHeaders: readonly (Buffer | string)[] = [];
  #complete: number | undefined;
  #done = false;

  constructor(
    prepared: Prepared,
    group: CutGroup,
    connections: Connections,
    now: () => number,
    resolve: (raw: Raw) => void,
  ) {
    this.#prepared = prepared;
    this.#group = group;
    this.#connections = connections;
    this.#connection = connections.take(prepared.localAddress);
    this.#now = now;
    this.#resolve = resolve;
    this.#started = now();
  }

  start(): void {
    const { method, path, headers, body, timeout } = this.#prepared;
    this.#group.add(this.#cut);
    if (this.#done) return;
    this.#timer = setTimeout(() => this.#end(timeoutFailure(timeout)), timeout);
    try {
      this.#connection.client.dispatch(
        { method: method as Dispatcher.HttpMethod, path, headers: headers as string[], body: body ?? null },
        this,
      );
    } catch (error) {
      this.#end(failureOf(error));
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#done) controller.abort(new Error('ended before it was sent'));
  }

  onResponseStarted(): void {
    this.#firstByte ??= this.#now();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.#firstByte ??= this.#now();
    this.#status = status;
    const { rawHeaders } = controller;
    if (Array.isArray(rawHeaders)) this.#rawHeaders = rawHeaders;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return;
    this.#bytes += chunk.length;
    const room = this.#prepared.capture - this.#keptBytes;
    if (room > 0) {
      const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
      this.#kept.push(kept);
      this.#keptBytes += kept.length;
    }
    if (this.#prepared.onChunk?.(chunk, this.#now())) this.#completed();
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(failureOf(error));
  }

  /** All that was wanted is here; the end of the body is only waited for so that the connection can serve again. */
  #completed(): void {
    if (this.#complete !== undefined) return;
    this.#complete = this.#now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(timeoutFailure(LINGER)), LINGER);
  }

  #end(broken?: Failure): void {
    if (this.#done) return;
    this.#done = true;
    const failure = this.#complete === undefined ? broken : undefined;
    const ended = (broken && this.#complete) ?? this.#now();
    clearTimeout(this.#timer);
    this.#group.delete(this.#cut);
    const connect = this.#connection.connect;
    this.#connection.connect = undefined;
    if (broken) this.#connections.drop(this.#connection);
    else this.#connections.give(this.#connection);
    const body = this.#keptBytes > 0 ? Buffer.concat(this.#kept).toString('utf8') : '';
    const lines = this.#rawHeaders;
    this.#resolve({
      status: this.#status,
      started: this.#started,
      ended,
      bytes: this.#bytes,
      body,
      truncated: this.#bytes > this.#keptBytes && this.#prepared.capture > 0,
      ...(connect === undefined ? {} : { connect }),
      ...(this.#firstByte === undefined ? {} : { firstByte: this.#firstByte }),
      ...(failure ? { failure } : {}),
      headers: () => headerLines(lines),
    });
  }
}

function timeoutFailure(timeout: number): Failure {
  return { kind: 'timeout', code: 'timeout', message: `no complete answer within ${timeout} ms` };
}

function failureOf(error: unknown): Failure {
  const { code, message, cause } = error as Error & { code?: string; cause?: { code?: string } };
  const inner = innerCode(error) ?? cause?.code ?? code ?? 'network';
  // undici refuses what cannot be put on the wire before anything is sent.
  const kind = /^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)$/.test(code ?? '')
    ? 'refused'
    : 'network';
  return { kind, code: inner, message };
}

/** With several addresses, the first attempt's code says most. */
function innerCode(error: unknown): string | undefined {
  if (!(error instanceof AggregateError)) return undefined;
  return (error.errors[0] as { code?: string } | undefined)?.code;
}

function headerLines(raw: readonly (Buffer | string)[]): HeaderLines {
  const lines: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    lines.push([text(raw[index]), text(raw[index + 1])]);
  return lines;
}

function text(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '');
}
