import type { Dispatcher } from 'undici';
import type { HeaderLines } from '../model/exchange.ts';
import { Arrivals } from './arrivals.ts';
import type { LastByte } from './hold.ts';
import type { Caps, RawAnswer } from './raw.ts';

interface Collection {
  readonly options: Dispatcher.DispatchOptions;
  readonly now: () => number;
  readonly timeout: number;
  readonly caps: Caps;
  readonly hold?: LastByte;
  readonly signal?: AbortSignal;
}

type Answer = Omit<RawAnswer, 'request'>;

/** Dispatches one request and collects its answer; settles in every case, never throws. */
export function collect(dispatcher: Dispatcher, collection: Collection): Promise<Answer> {
  return new Promise((resolve) => {
    const exchange = new Collector(collection, resolve);
    try {
      dispatcher.dispatch(collection.options, exchange);
    } catch (error) {
      exchange.fail(error);
    }
  });
}

class Collector implements Dispatcher.DispatchHandler {
  readonly #collection: Collection;
  readonly #resolve: (answer: Answer) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #sent: number;
  #firstByte: number | undefined;
  #head: { status: number; headers: HeaderLines } | undefined;
  #arrivals: Arrivals | undefined;
  #bytes = 0;
  #kept = 0;
  #done = false;

  constructor(collection: Collection, resolve: (answer: Answer) => void) {
    this.#collection = collection;
    this.#resolve = resolve;
    this.#sent = collection.now();
    const { timeout, signal } = collection;
    this.#timer = setTimeout(() => this.#stop('TIMEOUT', `no complete answer within ${timeout} ms`), timeout);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while connecting: undici asks before it writes, so nothing is ever sent late.
    if (this.#done) controller.abort(new Error('given up'));
    else this.#sent = this.#collection.now();
  }

  onRequestSent(): void {
    this.#collection.hold?.arm();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.#firstByte = this.#collection.now();
    this.#head = { status, headers: linesOf(controller.rawHeaders) };
    if (isEventStream(this.#head.headers)) this.#arrivals = new Arrivals();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { keep, read } = this.#collection.caps;
    this.#bytes += chunk.length;
    this.#arrivals?.note(this.#collection.now(), this.#bytes);
    if (this.#kept < keep) {
      const part = chunk.subarray(0, keep - this.#kept);
      // A copy: undici's chunk is a view of a larger buffer that would be kept alive.
      this.#chunks.push(Buffer.from(part));
      this.#kept += part.length;
    }
    if (this.#bytes <= read) return;
    this.#finish();
    controller.abort(new Error('body is longer than what is read of it'));
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  fail(error: unknown): void {
    this.#finish(causeOf(error));
  }

  readonly #onAbort = (): void => this.#stop('ABORTED', 'the run was stopped');

  #stop(code: string, message: string): void {
    this.#finish({ code, message });
    this.#controller?.abort(new Error(message));
  }

  #finish(error?: { code: string; message: string }): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#collection.signal?.removeEventListener('abort', this.#onAbort);
    this.#collection.hold?.giveUp();
    const head = this.#head;
    this.#resolve({
      ...(head !== undefined && {
        response: {
          ...head,
          body: Buffer.concat(this.#chunks).toString('utf8'),
          bodyBytes: this.#bytes,
          truncated: this.#bytes > this.#kept,
          ...(this.#arrivals && { arrivals: this.#arrivals.list }),
        },
      }),
      ...(error !== undefined && { error }),
      timing: {
        sent: this.#collection.hold?.releasedAt ?? this.#sent,
        ...(this.#firstByte !== undefined && { firstByte: this.#firstByte }),
        ended: this.#collection.now(),
      },
    });
  }
}

function isEventStream(headers: HeaderLines): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^\s*text\/event-stream\b/i.test(value),
  );
}

/** Header lines from the alternating names and values of the wire; latin1 keeps every byte. */
function linesOf(raw: Dispatcher.DispatchController['rawHeaders']): HeaderLines {
  if (!Array.isArray(raw)) return [];
  const text = raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
  return text.flatMap((name, index) => (index % 2 === 0 ? [[name, text[index + 1] ?? ''] as const] : []));
}

/** A code and a sentence for whatever went wrong; connection attempts to several addresses fail as one. */
function causeOf(error: unknown): { code: string; message: string } {
  const { code, name, message, errors } = error as Partial<NodeJS.ErrnoException> & { errors?: Error[] };
  const all = (errors ?? []).map((each) => each.message).join('; ');
  return {
    code: code ?? (name === 'Error' ? undefined : name) ?? 'NETWORK',
    message: message || all || String(error),
  };
}
