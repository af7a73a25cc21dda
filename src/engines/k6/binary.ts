import { execFile } from 'node:child_process';
import { StartError } from '../../model/errors.ts';
import { quote } from '../../model/text.ts';
import { findProgram, foldersOf } from '../program.ts';

/** The k6 of this machine. */
export interface Binary {
  readonly path: string;
  readonly version: Version;
}

export interface Version {
  readonly major: number;
  /** As k6 says it, such as `2.2.0`. */
  readonly text: string;
}

const INSTALL =
  'to install: go install go.k6.io/k6/v2@latest, or a package of https://grafana.com/docs/k6/latest/set-up/install-k6/';
const PATIENCE = 20_000;
/** Releases whose options and output are known. */
const KNOWN = [1, 2];

/** Finds k6 on PATH and asks for its version. Rejects with a `StartError` that says how to get one that will do. */
export async function findK6(env: Readonly<Record<string, string | undefined>>): Promise<Binary> {
  const path = findProgram('k6', foldersOf(env['PATH']));
  if (path === undefined)
    throw new StartError(`the engine "k6" needs the program k6, which is not on PATH; ${INSTALL}`);
  const said = await ask(path);
  const version = versionOf(said);
  if (version === undefined)
    throw new StartError(`${path} does not say which version of k6 it is: ${quote(said.trim())}; ${INSTALL}`);
  if (!KNOWN.includes(version.major))
    throw new StartError(`k6 ${version.text} at ${path} is not supported: v1 or v2 is wanted; ${INSTALL}`);
  return { path, version };
}

/** Reads what `k6 version` prints; undefined when it is something else. */
export function versionOf(text: string): Version | undefined {
  const [, number, major] = /^k6(?:\.exe)? v((\d+)\.\d+\.\d+[\w.+-]*)/m.exec(text) ?? [];
  return number === undefined ? undefined : { text: number, major: Number(major) };
}

function ask(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const;
    execFile(path, ['version'], options, (error, stdout) => {
      if (error)
        reject(
          new StartError(`${path} cannot be run: ${quote(error.message)}; ${INSTALL}`, { cause: error }),
        );
      else resolve(stdout);
    });
  });
}
