import type { Level, Percentiles } from '../percentiles.ts';

/** What every tool is asked to do, as well as it can. */
export interface Load {
  readonly url: string;
  /** Requests per second. */
  readonly rate: number;
  readonly seconds: number;
  /** Requests that an open loop must be able to have under way at once. */
  readonly waiting: number;
  /** Mean delay of an answer; milliseconds. */
  readonly meanDelay: number;
}

/** What a tool says of a run; milliseconds. */
export interface Told {
  /** A level that it does not report is left out. */
  readonly percentiles: Partial<Percentiles>;
  /** Plain service times beside them, where it has both. */
  readonly service?: Percentiles;
  readonly notes?: readonly string[];
}

/** A load tool, and how it comes closest to a constant rate. */
export interface Peer {
  readonly name: string;
  readonly loop: string;
  /** Name of the program, or an absolute path. */
  readonly program: string;
  /** Arguments that make it print its version. */
  readonly version?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Files that its commands want in their folder, by name. */
  readonly files?: (load: Load) => Readonly<Record<string, string>>;
  /** Arguments of the commands that are run one after another. */
  readonly commands: (load: Load) => readonly (readonly string[])[];
  /** File that holds the result; the standard output of the last command when left out. */
  readonly result?: string;
  /** Throws when the text is no result. */
  readonly read: (text: string) => Told;
}

/** Workers of closed loops: the default of hey and oha. */
export const WORKERS = 50;

/** Puts numbers in the unit of a tool into milliseconds; leaves out what it does not report. */
export function inMilliseconds(
  values: Readonly<Partial<Record<Level, number | undefined>>>,
  unit: number,
): Partial<Percentiles> {
  const told = Object.entries(values).filter(([, value]) => typeof value === 'number');
  if (told.length === 0) throw new Error('the result holds no percentile');
  return Object.fromEntries(told.map(([level, value]) => [level, value * unit]));
}
