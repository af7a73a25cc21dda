import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

const TICKS_PER_SECOND = 100;
const EVERY = 500;

/** Watches how busy processes keep this machine; only Linux tells. */
export class Usage {
  readonly #began = performance.now();
  readonly #ticks = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(pids: () => readonly number[]) {
    this.#timer = setInterval(() => void this.#read(pids()), EVERY);
    this.#timer.unref();
  }

  /** Share of all processors, 0 to 1, that they were busy; undefined where nobody tells. */
  end(): number | undefined {
    clearInterval(this.#timer);
    if (process.platform !== 'linux') return undefined;
    const ticks = [...this.#ticks.values()].reduce((sum, each) => sum + each, 0);
    const seconds = (performance.now() - this.#began) / 1000;
    return Math.min(1, ticks / TICKS_PER_SECOND / seconds / availableParallelism());
  }

  async #read(pids: readonly number[]): Promise<void> {
    for (const pid of pids) {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name in parentheses may hold anything; what follows it is numbers (proc(5)): utime and stime, 12th and 13th.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      if (!Number.isFinite(ticks)) continue;
      this.#ticks.set(pid, ticks);
    }
  }
}
