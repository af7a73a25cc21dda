import { IdentityError, PlanError, StartError, WorkerError } from '../model/errors.ts';
import { printable } from '../model/text.ts';
import { formatProblems } from '../plan/problems.ts';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';

interface Failure {
  readonly exitCode: number;
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Says what went wrong, for people on stderr or as JSON on stdout, and gives the exit code. */
export function reportFailure(error: unknown, io: Io, options: { json: boolean; debug: boolean }): number {
  const { exitCode, text, facts } = describe(error);
  if (options.json) io.stdout.write(`${JSON.stringify({ exitCode, ...facts }, null, 2)}\n`);
  io.stderr.write(`${text}\n`);
  if (options.debug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return exitCode;
}

function describe(error: unknown): Failure {
  if (error instanceof PlanError)
    return {
      exitCode: error.exitCode,
      text: formatProblems(error),
      facts: { error: 'plan', file: error.file, problems: error.problems },
    };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError)
    return {
      exitCode: error.exitCode,
      text: `${message}\nSee canary-gate --help.`,
      facts: { error: 'usage', message },
    };
  if (error instanceof StartError || error instanceof IdentityError)
    return { exitCode: error.exitCode, text: printable(message, 600), facts: { error: 'start', message } };
  if (error instanceof WorkerError)
    return {
      exitCode: error.exitCode,
      text: `The load broke down: ${printable(message, 600)}`,
      facts: { error: 'breakdown', message },
    };
  return {
    exitCode: 5,
    text: `canary-gate itself failed: ${printable(message, 400)} (--debug shows where; please report it)`,
    facts: { error: 'internal', message },
  };
}
