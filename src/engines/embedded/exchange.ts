import { Call, type Message } from './call.ts';
import { copyOf, type Raw } from './raw.ts';
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
  return new Promise((resolve) => {
    const call: Call = new Call((ended) => {
      scene.calls.delete(call);
      resolve(copyOf(ended));
    });
    call.message = asked.message;
    call.timeout = asked.timeout;
    call.localAddress = asked.localAddress;
    call.capture = asked.capture;
    call.onChunk = asked.onChunk;
    scene.calls.add(call);
    scene.session.transport.send(call);
  });
}
