import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { TranscriptEntry } from '../model/engine.ts';
import type { Exchange } from '../model/exchange.ts';
import { Report } from '../model/report.ts';
import type { Window } from '../model/window.ts';
import { EvidenceError, FILES, ioReason } from './files.ts';
import { collected, type EvidenceProblem, readLines } from './lines.ts';
import { StoredExchange, StoredJournal, StoredTranscript, StoredWindow } from './schemas.ts';

/** An event of the run; what else it holds depends on the event. */
export interface JournalEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** A run as its folder tells it. */
export interface StoredRun {
  readonly folder: string;
  /** The resolved plan; parse it by the schema of the plan. */
  readonly plan: unknown;
  readonly journal: readonly JournalEntry[];
  readonly exchanges: readonly Exchange[];
  /** Undefined when the run did not come to its report. */
  readonly report?: Report;
  /** What could not be read. Reading windows or the transcript may add to it. */
  readonly problems: readonly EvidenceProblem[];
  /** Windows in the order in which they were closed; supplements of a second follow later. */
  windows(): AsyncGenerator<Window>;
  transcript(): AsyncGenerator<TranscriptEntry>;
}

/**
 * Reads a run folder. What is broken in part is told in `problems` and the rest is kept; rejects with an `EvidenceError`
 * when the folder is none or holds no plan.
 */
export async function readRun(folder: string): Promise<StoredRun> {
  await demandFolder(folder);
  const problems: EvidenceProblem[] = [];
  const lines = <Value>(file: string, schema: z.ZodType) =>
    readLines<Value>(join(folder, file), file, schema, (problem) => problems.push(problem));
  const plan = await readPlan(folder);
  const report = await readReport(folder, problems);
  return {
    folder,
    plan,
    journal: await collected(lines<JournalEntry>(FILES.journal, StoredJournal)),
    exchanges: await collected(lines<Exchange>(FILES.exchanges, StoredExchange)),
    ...(report === undefined ? {} : { report }),
    problems,
    windows: () => readWindows(folder, (problem) => problems.push(problem)),
    transcript: () => lines(FILES.transcript, StoredTranscript),
  };
}

/** The windows of a run folder, whatever else it holds. */
export function readWindows(
  folder: string,
  tell: (problem: EvidenceProblem) => void,
): AsyncGenerator<Window> {
  return readLines(join(folder, FILES.windows), FILES.windows, StoredWindow, tell);
}

/** The exchanges of a run folder, whatever else it holds. */
export function readExchanges(
  folder: string,
  tell: (problem: EvidenceProblem) => void,
): AsyncGenerator<Exchange> {
  return readLines(join(folder, FILES.exchanges), FILES.exchanges, StoredExchange, tell);
}

async function demandFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    throw new EvidenceError(`${folder}: ${ioReason(error)}; the folder of a run is wanted`);
  });
  if (!found.isDirectory()) throw new EvidenceError(`${folder} is a file; the folder of a run is wanted`);
}

async function readPlan(folder: string): Promise<unknown> {
  const path = join(folder, FILES.plan);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new EvidenceError(`${folder} holds no run: ${FILES.plan}: ${ioReason(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EvidenceError(`${path} is no JSON: it was cut off or changed`, { cause: error });
  }
}

async function readReport(folder: string, problems: EvidenceProblem[]): Promise<Report | undefined> {
  const tell = (message: string): undefined => {
    problems.push({ file: FILES.report, message });
  };
  let text: string;
  try {
    text = await readFile(join(folder, FILES.report), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return tell(ioReason(error));
  }
  try {
    return Report.parse(JSON.parse(text));
  } catch {
    return tell('is no report of this version of canary-gate; it is left out');
  }
}
