import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { PlanError } from '../model/errors.ts';
import { printable } from '../model/text.ts';
import { importFile } from './import.ts';
import type { PathParts } from './path.ts';

/** A plan file as it was read, before anything is checked. */
export interface PlanSource {
  readonly data: unknown;
  readonly text: string;
  /** Line of a place in the plan, from 1; `undefined` where the format does not tell. */
  readonly line: (path: PathParts) => number | undefined;
}

export const PLAN_EXTENSIONS = ['.ts', '.mts', '.js', '.mjs', '.yaml', '.yml', '.json'] as const;

const READERS: Readonly<Record<string, (file: string, text: string) => Promise<PlanSource>>> = {
  '.ts': fromModule,
  '.mts': fromModule,
  '.js': fromModule,
  '.mjs': fromModule,
  '.yaml': fromYaml,
  '.yml': fromYaml,
  '.json': fromJson,
};

/** Reads a plan file by its extension; `file` is absolute. Throws `PlanError`. */
export async function readSource(file: string): Promise<PlanSource> {
  const reader = READERS[extname(file).toLowerCase()];
  if (!reader)
    throw refused(file, 'this is no plan file', `a file that ends in ${PLAN_EXTENSIONS.join(', ')}`);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const missing = error.code === 'ENOENT';
    throw refused(
      file,
      missing ? 'there is no such file' : `cannot be read: ${error.message}`,
      missing ? 'canary-gate init writes a first plan' : undefined,
    );
  });
  return reader(file, text);
}

function refused(file: string, message: string, allowed?: string): PlanError {
  return new PlanError(file, [{ path: '', message, ...(allowed ? { allowed } : {}) }]);
}

async function fromModule(file: string, text: string): Promise<PlanSource> {
  const exports = await importFile(file);
  if (exports.default === undefined)
    throw refused(file, 'has no default export', 'export default definePlan({ ... })');
  return { data: exports.default, text, line: () => undefined };
}

/** The places of JSON are found as those of YAML, of which it is a part. */
async function fromJson(file: string, text: string): Promise<PlanSource> {
  try {
    const data: unknown = JSON.parse(text);
    return { data, text, line: (await fromYaml(file, text)).line };
  } catch (error) {
    if (error instanceof PlanError) throw error;
    const { message } = error as SyntaxError;
    // The engine tells the line of some faults only.
    const line = /\(line (\d+)/.exec(message)?.[1];
    const problem = { path: '', message: `is not JSON: ${printable(message)}` };
    throw new PlanError(file, [line === undefined ? problem : { ...problem, line: Number(line) }]);
  }
}

async function fromYaml(file: string, text: string): Promise<PlanSource> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  if (document.errors.length > 0)
    throw new PlanError(
      file,
      document.errors.map((error) => ({
        path: '',
        message: printable(error.message),
        line: lines.linePos(error.pos[0]).line,
      })),
    );
  const line = (path: PathParts) => {
    const offset = offsetOf(document.contents, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  return { data: plainData(file, () => document.toJS()), text, line };
}

function plainData(file: string, convert: () => unknown): unknown {
  try {
    return convert();
  } catch (error) {
    throw refused(file, printable(error instanceof Error ? error.message : String(error)));
  }
}

/** Where a place begins; that of its nearest surrounding place, when it is missing. */
function offsetOf(root: Node | null, path: PathParts): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const part of path) {
    const step = stepInto(node, part);
    if (!step) break;
    offset = step.offset ?? offset;
    node = step.node;
  }
  return offset;
}

function stepInto(
  node: unknown,
  part: PropertyKey,
): { node: unknown; offset: number | undefined } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item ? { node: item, offset: item.range?.[0] } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair ? { node: pair.value, offset: (pair.key as Node).range?.[0] } : undefined;
}
