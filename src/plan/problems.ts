import type { PlanError, Problem } from '../model/errors.ts';

/** All problems of a plan, for people: where, what, and what was allowed. */
export function formatProblems(error: PlanError): string {
  const { file, problems } = error;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return [
    `${file} has ${count}; nothing was sent.`,
    ...problems.map((problem) => formatProblem(problem, file)),
  ].join('\n\n');
}

function formatProblem({ path, message, allowed, line }: Problem, file: string): string {
  const place = line === undefined ? '' : `${file}:${line}`;
  const where = [path, place].filter((part) => part !== '').join('  ') || file;
  return [`  ${where}`, `    ${message}`, ...(allowed === undefined ? [] : [`    allowed: ${allowed}`])].join(
    '\n',
  );
}
