import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { printable } from '../model/text.ts';

export type Row = Readonly<Record<string, string>>;
export type DataOutcome =
  | { readonly rows: readonly Row[] }
  | { readonly message: string; readonly allowed?: string };

const READERS: Readonly<Record<string, (text: string) => DataOutcome>> = {
  '.csv': fromCsv,
  '.json': fromJson,
};

/** Rows of a scenario's data file, read once; `file` is relative to the plan's folder. */
export async function readData(directory: string, file: string): Promise<DataOutcome> {
  const reader = READERS[extname(file).toLowerCase()];
  if (!reader) return { message: 'this is no data file', allowed: 'a file that ends in .csv or .json' };
  try {
    const outcome = reader(await readFile(resolve(directory, file), 'utf8'));
    return 'rows' in outcome && outcome.rows.length === 0
      ? { message: 'the data file has no rows' }
      : outcome;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { message: code === 'ENOENT' ? `there is no file ${printable(file)}` : printable(message) };
  }
}

function fromCsv(text: string): DataOutcome {
  return { rows: parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Row[] };
}

function fromJson(text: string): DataOutcome {
  const value: unknown = JSON.parse(text);
  const isRows =
    Array.isArray(value) && value.every((row) => typeof row === 'object' && row && !Array.isArray(row));
  if (!isRows) return { message: 'the data is no list of objects', allowed: '[{"column": "value"}, ...]' };
  return { rows: (value as Record<string, unknown>[]).map(texts) };
}

function texts(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
