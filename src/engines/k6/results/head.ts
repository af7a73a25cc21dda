import { instantOf } from '../points.ts';
import { blocksOf } from './blocks.ts';

/** What the beginning of a result file says of it. */
export interface Head {
  /** Written by the script of canary-gate, and not by one of somebody's own. */
  readonly isOurs: boolean;
  /** In ms since 1970: nothing in it began before; undefined where nothing is in it. */
  readonly origin: number | undefined;
  /** Which instance of its run it is, where a tag says so. */
  readonly instance: string | undefined;
  readonly testid: string | undefined;
}

/** Far enough to find the first request of thousands of virtual users. */
const MOST = 8 * 1024 * 1024;

const BEGAN = /\\"began\\":(\d+)/;
const TIME = /"time":"([^"]+)"/;
const VALUE = /"value":([\d.e+-]+)/;
const INSTANCE = /"instance_id":"([^"\\]*)"/;
const TESTID = /"testid":"([^"\\]*)"/;

/** Reads the beginning of a result file; of one that cannot be read, as far as it can. */
export async function headOf(path: string): Promise<Head> {
  const found = { isOurs: false, origin: Number.POSITIVE_INFINITY, instance: '', testid: '' };
  let read = 0;
  try {
    for await (const { lines } of blocksOf(path)) {
      for (const line of lines.toString().split('\n')) look(found, line);
      read += lines.length;
      if (read > MOST || (found.isOurs && read > MOST / 8)) break;
    }
  } catch {
    // Whoever reads all of it will say what is wrong.
  }
  return {
    isOurs: found.isOurs,
    origin: Number.isFinite(found.origin) ? found.origin : undefined,
    instance: found.instance || undefined,
    testid: found.testid || undefined,
  };
}

interface Found {
  isOurs: boolean;
  origin: number;
  instance: string;
  testid: string;
}

function look(found: Found, line: string): void {
  if (line.includes('"canary_gate_')) found.isOurs = true;
  if (!line.includes('"Point"')) return;
  found.instance ||= INSTANCE.exec(line)?.[1] ?? '';
  found.testid ||= TESTID.exec(line)?.[1] ?? '';
  const began = Number(BEGAN.exec(line)?.[1] ?? Number.NaN);
  if (began < found.origin) found.origin = began;
  const ended = instantOf(TIME.exec(line)?.[1] ?? '');
  // Durations are told at their end.
  const took = line.includes('_duration"') ? Number(VALUE.exec(line)?.[1] ?? 0) : 0;
  if (ended - took < found.origin) found.origin = ended - took;
}
