import { close, fsync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { ioReason } from './files.ts';

const ENOUGH = 65_536;

/**
 * Appends lines to a file that appears with its first line. A line is with the operating system when `line` returns,
 * so that a crash of ours loses none; where lines are many, `buffered` collects them until `flush`.
 * Never throws: a full disk must not end a measurement. What went wrong is in `problem`.
 */
export class Appender {
  readonly #path: string;
  readonly #buffered: boolean;
  #descriptor: number | undefined;
  #pending: string[] = [];
  #length = 0;
  #problem: string | undefined;

  constructor(path: string, { buffered = false }: { readonly buffered?: boolean } = {}) {
    this.#path = path;
    this.#buffered = buffered;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  line(text: string): void {
    this.#pending.push(text, '\n');
    this.#length += text.length + 1;
    if (!this.#buffered || this.#length >= ENOUGH) this.flush();
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#length = 0;
    this.#attempt(() => {
      this.#descriptor ??= openSync(this.#path, 'a');
      writeAll(this.#descriptor, Buffer.from(text));
    });
  }

  /** Flushes, to the disk itself, and closes. Never rejects. */
  async close(): Promise<void> {
    this.flush();
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#descriptor = undefined;
    try {
      await synced(descriptor);
    } catch (error) {
      this.#problem ??= this.#told(error);
    } finally {
      await closed(descriptor).catch(() => {});
    }
  }

  #attempt(write: () => void): void {
    if (this.#problem !== undefined) return;
    try {
      write();
    } catch (error) {
      this.#problem = this.#told(error);
    }
  }

  #told(error: unknown): string {
    return `${this.#path}: ${ioReason(error)}`;
  }
}

const synced = promisify(fsync);
const closed = promisify(close);

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
