import { textOf } from '../answers/content-coding.ts';
import type { Raw } from '../answers/raw.ts';
import { Call, type Message } from './call.ts';
import type { Scene } from './scene.ts';

/** One request of a script. */
export interface Asked {
  readonly message: Message;
  /** Of the whole request, in ms. */
  readonly timeout: number;
  readonly localAddress: string;
  readonly capture: number;
  readonly onChunk?: ((chunk: Buffer, at: number) => boolean) | undefined;
}

/** Sends one request of a script, which may have several under way at once. Never rejects. */
export function exchange(scene: Scene, asked: Asked): Promise<Raw> {
  const line = scene.lines.pop() ?? new Line(scene);
  return line.send(asked);
}

/** A call that serves one request of a script after the other. */
export class Line {
  readonly #scene: Scene;
  readonly #call: Call = new Call(() => this.#ended());
  #resolve: (raw: Raw) => void = () => {};

  constructor(scene: Scene) {
    this.#scene = scene;
    scene.calls.add(this.#call);
  }

  send({ message, timeout, localAddress, capture, onChunk }: Asked): Promise<Raw> {
    const call = this.#call;
    call.message = message;
    call.timeout = timeout;
    call.localAddress = localAddress;
    call.capture = capture;
    call.onChunk = onChunk;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#scene.session.transport.send(call);
    });
  }

  #ended(): void {
    const raw = copyOf(this.#call);
    this.#scene.lines.push(this);
    this.#resolve(raw);
  }
}

/** A copy that outlives its call, for scripts. */
function copyOf(call: Call): Raw {
  const { status, started, connect, firstByte, ended, bytes, body, truncated, failure } = call;
  const lines = call.headers();
  const header = (name: string) => lines.find(([line]) => line.toLowerCase() === name)?.[1];
  return {
    status,
    started,
    connect,
    firstByte,
    ended,
    bytes,
    truncated,
    failure,
    headers: () => lines,
    header,
    text: () => textOf(body, header),
  };
}
