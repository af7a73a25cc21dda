import type { LoadJob, LoadScenario } from '../../model/engine.ts';
import { StartError, WorkerError } from '../../model/errors.ts';
import type { Reason } from '../../model/report.ts';
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
  readonly #gaps: Reason[] = [];
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

  /** Instances that broke down. */
  get gaps(): readonly Reason[] {
    return this.#gaps;
  }

  /**
   * Runs one group in as many processes as the job asks for. What one of several instances told until it broke down
   * counts like all that the others tell. Rejects when none of them can be counted on.
   */
  async run(script: Script): Promise<readonly Reading[]> {
    if (this.#asked) return [];
    const of = this.#job.instances ?? 1;
    const parts = Array.from({ length: of }, (_, index) => this.#runPart(script, { index, of }));
    try {
      const ended = await Promise.all(parts);
      const faults = ended.flatMap(({ fault }) => fault ?? []);
      if (faults.length === of) throw new WorkerError(faults[0]?.text);
      this.#gaps.push(...faults);
      return ended.map(({ reading }) => reading);
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
    part: Place,
  ): Promise<{ readonly reading: Reading; readonly fault: Reason | undefined }> {
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
      const broke = faultOf(exit, this.#asked);
      // With options that one instance refuses, none has sent anything.
      if (broke instanceof StartError) throw new StartError(placed(broke.message, part));
      const fault: Reason | undefined = broke
        ? { code: 'missing_instance', text: broke.message }
        : this.#faultIn(reading, exit.rest !== '' || exit.tooLong);
      return { reading, fault: fault && { ...fault, text: placed(fault.text, part) } };
    } finally {
      this.#children.delete(child);
      if (this.#children.size === 0) clearTimeout(this.#timer);
    }
  }

  /** What was told must be all of it. One that we had to kill could not end its last line. */
  #faultIn({ isWhole, broken, lost }: Reading, isCut: boolean): Reason | undefined {
    const isEarly = isCut || !isWhole;
    if (!isEarly && broken === 0 && lost === 0) return undefined;
    const faults = [
      ...(isEarly ? ['it ends too early'] : []),
      ...(broken > 0 ? [`${broken} lines cannot be read`] : []),
      ...(lost > 0 ? [`${lost} messages are missing`] : []),
    ].join(', ');
    const text = `what k6 told is not whole: ${faults}`;
    if (!this.#asked || broken > 0) return { code: isEarly ? 'missing_instance' : 'broken_result', text };
    this.#notes.add(text);
    return undefined;
  }
}

/** Which of how many. */
interface Place {
  readonly index: number;
  readonly of: number;
}

/** Says which of several it was. */
function placed(message: string, { index, of }: Place): string {
  return of === 1 ? message : `instance ${index + 1} of ${of}: ${message}`;
}
