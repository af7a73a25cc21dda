import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { StartError } from '../model/errors.ts';
import type { Io } from './io.ts';

/** Writes a file that the command line names. Throws a `StartError` when that cannot be. */
export function write(io: Pick<Io, 'cwd'>, file: string, content: string): void {
  try {
    writeFileSync(resolve(io.cwd, file), content);
  } catch (error) {
    throw new StartError(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
