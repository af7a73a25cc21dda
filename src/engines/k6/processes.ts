import type { LoadJob, LoadScenario } from '../../model/engine.ts';
import { StartError, WorkerError } from '../../model/errors.ts';
import type { LoadSink } from '../../model/window.ts';
import type { Binary } from './binary.ts';
import { type Child, start } from './child.ts';
import { faultOf } from './exit.ts';
import { Reading } from './reading.ts';
import { argumentsOf, environmentOf } from './surroundings.ts';

/** What one group of scenarios is run from. */
export interface Script {
  readonly script: string;
  readonly folder: string;
  /** By their names in k6. */
  readonly scenarios: Readonly<Record<string, LoadScenario>>;
  /** What the environment tells it, as text. */
  readonly text: string;
}

/** Longer than teardown should take, in ms; whoever takes longer is killed. */
const PATIENCE = 15_000;
const INTERRUPTED = 'k6 was ended before its time: requests under way then are not counted';

/** The processes of k6 that run a job. */
export class Processes {
  readonly #job: LoadJob;
  readonly #sink: LoadSink;
  readonly #binary: Binary;
  readonly #children = new Set<Child>();
  readonly #notes = new Set<string>();
  #asked = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(job: LoadJob, sink: LoadSink, binary: Binary) {
    this.#job = job;
    this.#sink = sink;
    this.#binary = binary;
  }

  get pids(): number[] {
    return [...this.#children].flatMap(({ pid }) => pid ?? []);
  }

  notes(): readonly string[] {
    return [...this.#notes];
  }

  /** Runs one group in as many processes as the job asks for. Rejects when one of them cannot be counted on. */
  async run(script: Script): Promise<readonly Reading[]> {
    if (this.#asked) return [];
    const of = this.#job.instances ?? 1;
    const parts = Array.from({ length: of }, (_, index) => this.#runPart(script, { index, of }));
    try {
      return await Promise.all(parts);
    } catch (error) {
      await this.kill();
      await Promise.allSettled(parts);
      throw error;
    }
  }

  /** Ends all of them now: what is under way is lost. */
  interrupt(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#children.size > 0) this.#notes.add(INTERRUPTED);
    for (const child of this.#children) child.interrupt();
    this.#timer = setTimeout(() => void this.kill(), PATIENCE);
    this.#timer.unref();
  }

  async kill(): Promise<void> {
    for (const child of this.#children) child.kill();
    await Promise.allSettled([...this.#children].map(({ ended }) => ended));
  }

  async #runPart(
    { script, folder, scenarios, text }: Script,
    part: { readonly index: number; readonly of: number },
  ): Promise<Reading> {
    const job = this.#job;
    const origin = Date.now() - job.now();
    const reading = new Reading({ job, scenarios, sink: this.#sink, origin, divided: part.of > 1 });
    const child = start({
      program: this.#binary.path,
      args: argumentsOf(this.#binary, script, part, job.sourceAddresses),
      env: environmentOf(job, { text, folder }, process.env),
      folder,
      onLine: (line) => reading.line(line),
    });
    this.#children.add(child);
    try {
      const exit = await child.ended;
      const fault = faultOf(exit, this.#asked);
      if (fault) throw named(fault, part);
      this.#demandWhole(reading, exit.rest !== '' || exit.tooLong, part);
      return reading;
    } finally {
      this.#children.delete(child);
      if (this.#children.size === 0) clearTimeout(this.#timer);
    }
  }

  /** What was told must be all of it. One that we had to kill could not end its last line. */
  #demandWhole(
    reading: Reading,
    isCut: boolean,
    part: { readonly index: number; readonly of: number },
  ): void {
    const { isWhole, broken, lost } = reading;
    if (isWhole && !isCut && broken === 0 && lost === 0) return;
    const faults = [
      ...(isCut || !isWhole ? ['it ends too early'] : []),
      ...(broken > 0 ? [`${broken} lines cannot be read`] : []),
      ...(lost > 0 ? [`${lost} messages are missing`] : []),
    ].join(', ');
    if (this.#asked && broken === 0) this.#notes.add(`what k6 told is not whole: ${faults}`);
    else throw named(new WorkerError(`what k6 told is not whole: ${faults}`), part);
  }
}

/** Says which of several it was. */
function named(error: Error, { index, of }: { readonly index: number; readonly of: number }): Error {
  if (of === 1) return error;
  const message = `instance ${index + 1} of ${of}: ${error.message}`;
  return error instanceof StartError ? new StartError(message) : new WorkerError(message);
}
