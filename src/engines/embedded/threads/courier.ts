import { type PackedWindows, pack } from '../../../metrics/packed.ts';
import { Store } from '../../../metrics/store.ts';
import type { LoadJob, TranscriptEntry } from '../../../model/engine.ts';
import type { SampleSink } from '../../../model/sample.ts';

/** Takes what was counted since the last time. */
export type Deliver = (windows: PackedWindows, transcript: readonly TranscriptEntry[]) => void;

/** How often a thread hands over what it counted, in ms: well within the second that a window stays open. */
const INTERVAL = 250;

/** Counts the samples of one thread, and hands them over several times a second. */
export class Courier {
  readonly sink: SampleSink;
  readonly #store: Store;
  readonly #deliver: Deliver;
  readonly #timer: NodeJS.Timeout;
  #transcript: TranscriptEntry[] = [];

  constructor({ endpoints, target }: Pick<LoadJob, 'endpoints' | 'target'>, deliver: Deliver) {
    this.#store = new Store({
      endpoints: Object.keys(endpoints),
      versions: [target.identify?.equals ?? ''],
    });
    this.sink = this.#store;
    this.#deliver = deliver;
    this.#timer = setInterval(() => this.flush(), INTERVAL);
  }

  transcribe(entry: TranscriptEntry): void {
    this.#transcript.push(entry);
  }

  flush(): void {
    const windows = this.#store.drain();
    const transcript = this.#transcript;
    if (windows.length + transcript.length === 0) return;
    this.#transcript = [];
    this.#deliver(pack(windows), transcript);
  }

  close(): void {
    clearInterval(this.#timer);
    this.flush();
  }
}
