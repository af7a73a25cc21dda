import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import { ioReason } from './files.ts';

/** Something in a run folder that could not be read; the rest was. */
export interface EvidenceProblem {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/**
 * Reads a file of one JSON object a line. A line that is broken, as the last one is after a crash, is told and left
 * out; a file that does not exist has no lines.
 */
export async function* readLines<Value>(
  path: string,
  file: string,
  schema: z.ZodType,
  tell: (problem: EvidenceProblem) => void,
): AsyncGenerator<Value> {
  let number = 0;
  try {
    for await (const line of linesOf(path)) {
      number += 1;
      if (line === '') continue;
      const parsed = parse(line);
      if (schema.safeParse(parsed).success) yield parsed as Value;
      else tell({ file, line: number, message: parsed === undefined ? CUT : WRONG });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') tell({ file, message: ioReason(error) });
  }
}

/** All values at once, for files that stay small. */
export async function collected<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}

const CUT = 'is no JSON: it was cut off or changed; the line is left out';
const WRONG = 'is JSON, but not of this kind of file; the line is left out';

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
