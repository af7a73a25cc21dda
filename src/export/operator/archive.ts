import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findK6 } from '../../engines/k6/binary.ts';
import { StartError } from '../../model/errors.ts';
import { quote } from '../../model/text.ts';
import { SCRIPT } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PATIENCE = 120_000;

/**
 * Packs a script by the k6 of this machine (`k6 archive`), without any secret in its environment. Rejects with a
 * `StartError` where there is no k6 that will do, or where it refuses the script.
 */
export async function archive(script: string, file: string, env: Environment): Promise<void> {
  const { path } = await findK6(env);
  const folder = await mkdtemp(join(tmpdir(), 'canary-gate-archive-'));
  try {
    await writeFile(join(folder, SCRIPT), script);
    await pack(path, [join(folder, SCRIPT), '-O', file], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pack(program: string, args: readonly string[], folder: string): Promise<void> {
  const options = { cwd: folder, env: { HOME: folder, TMPDIR: folder }, timeout: PATIENCE };
  return new Promise((done, reject) => {
    execFile(program, ['archive', ...args], options, (error, _, stderr) => {
      if (error) reject(new StartError(`k6 cannot pack the script: ${quote(stderr || error.message, 400)}`));
      else done();
    });
  });
}
