import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProgram, foldersOf } from '../src/engines/program.ts';

/** A program that is no dependency of the project, which some tests hold it against. */
export interface Tool {
  readonly program: string;
  /** The environment variable that names its file, for one that need not be on PATH. */
  readonly variable?: string;
  /** How to get it, for people. */
  readonly install: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** When this is set, a missing tool fails instead of skipping: no machine that should have it may pass without. */
const REQUIRE = 'CANARY_GATE_REQUIRE_TOOLS';

/** A suite that needs a tool; without it, the suite is skipped and says so on stderr. */
export function describeWith(tool: Tool, file: string, title: string, suite: (path: string) => void): void {
  const path = findTool(tool, process.env);
  if (path !== undefined) return void describe(title, () => suite(path));
  const name = `${relative(process.cwd(), file)} (${title})`;
  const missing = missingTool(tool, name, process.env);
  if (missing.fails) return void test(title, () => expect.fail(missing.line));
  process.stderr.write(`${missing.line}\n`);
  describe.skipIf(true)(title, () => suite(''));
}

/** What is said of a tool that is not there, and whether that is a failure. */
export function missingTool(
  { program, install }: Tool,
  name: string,
  env: Environment,
): { fails: boolean; line: string } {
  const fails = (env[REQUIRE] ?? '') !== '';
  const fact = `${program} is not installed, which ${name} needs; to install: ${install}`;
  return { fails, line: fails ? `${fact} (or unset ${REQUIRE})` : `SKIPPED: ${fact}` };
}

/** The file of a tool; undefined where there is none. */
export function findTool({ program, variable }: Tool, env: Environment): string | undefined {
  return variable === undefined ? findOnPath(program, env) : env[variable] || undefined;
}

/** The first executable file of that name on PATH. */
export function findOnPath(program: string, env: Environment = process.env): string | undefined {
  return findProgram(program, foldersOf(env.PATH));
}
