import { type ExecFileException, execFile } from 'node:child_process';
import type { z } from 'zod';
import { formatDuration } from '../model/duration.ts';
import { IdentityError } from '../model/errors.ts';
import type { Command } from '../model/identity.ts';
import { quote } from '../model/text.ts';
import type { Obtain } from './remote.ts';

type Settings = z.output<typeof Command>;

const LONGEST_OUTPUT = 65_536;

/** Gets tokens from a program, started without a shell: the first line of what it prints. */
export function command(
  name: string,
  settings: Settings,
  { signal, wallClock }: { readonly signal: AbortSignal; readonly wallClock: () => number },
): Obtain {
  return async (index) => {
    const asked = wallClock();
    const token = firstLine(await output(name, settings, index, signal));
    if (token === '')
      throw new IdentityError(
        name,
        `${programOf(settings)} printed nothing; a token on the first line is wanted`,
      );
    const { lifetime } = settings;
    return { token, ...(lifetime === undefined ? {} : { expiresAt: asked + lifetime }) };
  };
}

function output(name: string, settings: Settings, index: number, signal: AbortSignal): Promise<string> {
  const [program = '', ...rest] = settings.command;
  const args = rest.map((argument) => argument.replaceAll('{n}', String(index + 1)));
  const options = {
    timeout: settings.timeout,
    maxBuffer: LONGEST_OUTPUT,
    killSignal: 'SIGKILL',
    windowsHide: true,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error)
        reject(new IdentityError(name, `${programOf(settings)} ${failure(error, stderr, settings)}`));
      else resolve(stdout);
    });
    child.stdin?.end();
  });
}

/** The program alone: its arguments may hold secrets. */
function programOf(settings: Settings): string {
  return `the command ${quote(settings.command[0] ?? '')}`;
}

function failure(error: ExecFileException, stderr: string, settings: Settings): string {
  if (error.code === 'ENOENT') return 'was not found';
  if (error.code === 'EACCES') return 'may not be run: permission denied';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `printed more than ${LONGEST_OUTPUT} bytes`;
  if (error.name === 'AbortError') return 'was stopped with the run';
  if (error.killed) return `took longer than ${formatDuration(settings.timeout)} and was stopped`;
  const said = stderr.trim() === '' ? '' : `: ${quote(stderr.trim(), 200)}`;
  return error.signal ? `was ended by ${error.signal}${said}` : `ended with exit code ${error.code}${said}`;
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0]!.trim();
}
