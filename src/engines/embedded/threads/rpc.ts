import { type ErrorData, errorData, revived } from './rpc-error.ts';

/** What can be called on the other side; arguments and results are copied on their way. */
// biome-ignore lint/suspicious/noExplicitAny: any function will do, and its own types are kept where it is called
export type Calls = { readonly [Method in string]: (...args: any[]) => unknown };

/** Either end of a channel between two threads. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: what comes is what the other side sent
  on(event: 'message', listener: (message: any) => void): unknown;
}

/** The other side. */
export interface Peer<Theirs extends Calls> {
  /** Calls and waits for the answer; rejects with the error of the other side, or with that of `end`. */
  call<Method extends keyof Theirs & string>(
    method: Method,
    ...args: Parameters<Theirs[Method]>
  ): Promise<Awaited<ReturnType<Theirs[Method]>>>;
  /** Calls and asks for no answer. What the buffers of `transfer` hold moves over instead of being copied. */
  tell<Method extends keyof Theirs & string>(
    method: Method,
    args: Parameters<Theirs[Method]>,
    transfer?: readonly ArrayBuffer[],
  ): void;
  /** Fails what waits for an answer, and whatever is called from now on: the other side is gone. */
  end(error: Error): void;
}

type Message =
  | { readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ErrorData };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** The number of a call that wants no answer. */
const UNANSWERED = 0;

/** Calls across threads, in order, both ways. */
export function connect<Theirs extends Calls>(port: Port, ours: Calls): Peer<Theirs> {
  const waiting = new Map<number, Waiting>();
  let ended: Error | undefined;
  let last = UNANSWERED;
  port.on('message', (message: Message) => {
    if ('method' in message) return void answer(port, ours, message);
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if ('error' in message) reject?.(revived(message.error));
    else resolve?.(message.value as never);
  });
  return {
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        last += 1;
        waiting.set(last, { resolve, reject });
        port.postMessage({ id: last, method, args });
      }),
    tell: (method, args, transfer) => port.postMessage({ id: UNANSWERED, method, args }, transfer),
    end(error) {
      ended ??= error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

async function answer(port: Port, ours: Calls, { id, method, args }: Extract<Message, { method: string }>) {
  try {
    const value = await ours[method]?.(...args);
    if (id !== UNANSWERED) port.postMessage({ id, value });
  } catch (error) {
    if (id === UNANSWERED) throw error;
    port.postMessage({ id, error: errorData(error) });
  }
}
