import type { RenderOptions } from '../model/reporter.ts';

/** What a stream is and how it may be written to. */
export interface Terminal extends RenderOptions {
  readonly tty: boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Width of logs and files, where nothing says how wide they are. */
const UNKNOWN_WIDTH = 100;

/**
 * Colour and width for a stream. Colour is for terminals that are not `dumb`; `NO_COLOR` (no-color.org) switches it off
 * and `FORCE_COLOR` on, `wanted` (the command line) stands above both.
 */
export function terminalOf(
  stream: Stream,
  env: Readonly<Record<string, string | undefined>>,
  wanted?: boolean,
): Terminal {
  const tty = stream.isTTY === true;
  const width = stream.columns || Number.parseInt(env['COLUMNS'] ?? '', 10) || UNKNOWN_WIDTH;
  return { tty, width, color: wanted ?? colorByEnvironment(tty, env) };
}

function colorByEnvironment(tty: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return tty && env['TERM'] !== 'dumb';
}
