import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TranscriptEntry } from '../model/engine.ts';
import { StartError } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Window } from '../model/window.ts';
import { Appender } from './appender.ts';
import { writeAtomic } from './atomic.ts';
import { FILES, ioReason } from './files.ts';
import { HistogramLog } from './histogram-log.ts';
import { writeManifest } from './manifest.ts';
import type { JournalEntry } from './read.ts';
import { type Redact, redacted } from './redacted.ts';
import { transcriptLine } from './transcript.ts';

export interface RunOptions {
  /** Everything passes through it before it is written. */
  readonly redact: Redact;
  /** The run's origin on the wall clock, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Makes the folder `<out>/<runId>`. Rejects with a `StartError` when it cannot be made or is there already. */
export async function createRun(out: string, runId: string, options: RunOptions): Promise<RunFolder> {
  const folder = join(out, runId);
  try {
    await mkdir(out, { recursive: true });
    await mkdir(folder);
  } catch (error) {
    throw new StartError(`cannot make the folder ${folder}: ${ioReason(error)}; choose another with --out`, {
      cause: error,
    });
  }
  return new RunFolder(folder, runId, options);
}

/**
 * Writes the evidence of a run while it goes on. After a crash, all that was written up to it can be read; `close` adds
 * the manifest. Methods without a promise never throw: see `problems`.
 */
export class RunFolder {
  readonly path: string;
  readonly #runId: string;
  readonly #options: RunOptions;
  readonly #journal: Appender;
  readonly #windows: Appender;
  readonly #exchanges: Appender;
  readonly #transcript: Appender;
  readonly #transcriptText: Appender;
  readonly #histograms: Appender;
  readonly #histogramLog: HistogramLog;
  #scenario: string | undefined;

  constructor(path: string, runId: string, options: RunOptions) {
    this.path = path;
    this.#runId = runId;
    this.#options = options;
    this.#journal = new Appender(join(path, FILES.journal));
    this.#windows = new Appender(join(path, FILES.windows));
    this.#exchanges = new Appender(join(path, FILES.exchanges));
    this.#transcript = new Appender(join(path, FILES.transcript), { buffered: true });
    this.#transcriptText = new Appender(join(path, FILES.transcriptText), { buffered: true });
    this.#histograms = new Appender(join(path, FILES.histograms), { buffered: true });
    this.#histogramLog = new HistogramLog(options.startedAt, (text) => this.#histograms.line(text));
  }

  /** Files that could not be written, and why. Empty when the evidence is complete. */
  get problems(): readonly string[] {
    return this.#appenders.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  }

  /** The resolved plan. */
  plan(plan: unknown): Promise<void> {
    return this.#write(FILES.plan, `${JSON.stringify(this.#redacted(plan), null, 2)}\n`);
  }

  journal(entry: JournalEntry): void {
    this.#journal.line(this.#json(entry));
  }

  window(window: Window): void {
    const safe = this.#redacted(window) as Window;
    this.#windows.line(JSON.stringify(safe));
    this.#histogramLog.add(safe);
    for (const buffered of [this.#histograms, this.#transcript, this.#transcriptText]) buffered.flush();
  }

  exchange(exchange: Exchange): void {
    this.#exchanges.line(this.#json(exchange));
  }

  /** One request of a bounded run, for machines and for people. */
  transcript(entry: TranscriptEntry): void {
    // Redacted before the line is made: what is cut short there could no longer be known as a secret.
    const safe = this.#redacted(entry) as TranscriptEntry;
    this.#transcript.line(JSON.stringify(safe));
    if (entry.scenario !== this.#scenario) this.#transcriptText.line(`--- ${entry.scenario}`);
    this.#scenario = entry.scenario;
    this.#transcriptText.line(transcriptLine(safe));
  }

  /** A whole file, such as a report; rejects when it cannot be written. */
  file(name: string, text: string): Promise<void> {
    return this.#write(name, this.#options.redact(text));
  }

  /** Ends the evidence, with the manifest last. */
  async close({ interrupted }: { readonly interrupted: boolean }): Promise<void> {
    this.#histogramLog.end();
    await Promise.all(this.#appenders.map((appender) => appender.close()));
    await writeManifest(this.path, { run: this.#runId, interrupted });
  }

  get #appenders(): readonly Appender[] {
    return [
      this.#journal,
      this.#windows,
      this.#exchanges,
      this.#transcript,
      this.#transcriptText,
      this.#histograms,
    ];
  }

  #redacted(value: unknown): unknown {
    return redacted(value, this.#options.redact);
  }

  #json(value: unknown): string {
    return JSON.stringify(this.#redacted(value));
  }

  async #write(name: string, text: string): Promise<void> {
    if (!/^[\w][\w.-]*$/.test(name)) throw new Error(`"${name}" is no name for a file of a run folder`);
    const path = join(this.path, name);
    try {
      await writeAtomic(path, text);
    } catch (error) {
      throw new Error(`cannot write ${path}: ${ioReason(error)}`, { cause: error });
    }
  }
}
