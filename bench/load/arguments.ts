import { parseArgs } from 'node:util';

export const PARTS = ['static', 'tls', 'scripted', 'open', 'memory', 'connections', 'startup'] as const;
export type Part = (typeof PARTS)[number];

const DEFAULT_PARTS: readonly Part[] = ['static', 'tls', 'scripted'];

export interface Options {
  readonly parts: readonly Part[];
  /** Peers to compare with; all that are installed when left out. */
  readonly only: readonly string[] | undefined;
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly format: 'text' | 'json' | 'markdown';
  readonly help: boolean;
}

export const USAGE = `npm run bench -- [options]

  --part LIST         parts to measure: ${PARTS.join(', ')}, or all
                      (default ${DEFAULT_PARTS.join(',')})
  --only LIST         only these peers, such as wrk,autocannon
  --seconds N         seconds of each run (default 20; start-up cost counts, so shorter runs flatter nobody)
  --rounds N          rounds, each in another order (default 3)
  --connections N     keep-alive connections (default 50)
  --json, --markdown  how the result is printed
`;

/** Reads the command line. Throws an error for people when it is wrong. */
export function readArguments(argv: readonly string[], peers: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      part: { type: 'string' },
      only: { type: 'string' },
      seconds: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const part = values.part === 'all' ? PARTS.join(',') : values.part;
  return {
    parts: (part === undefined ? DEFAULT_PARTS : listOf('--part', part, PARTS)) as readonly Part[],
    only: values.only === undefined ? undefined : listOf('--only', values.only, peers),
    seconds: countOf('--seconds', values.seconds),
    rounds: countOf('--rounds', values.rounds),
    connections: countOf('--connections', values.connections),
    format: values.json ? 'json' : values.markdown ? 'markdown' : 'text',
    help: values.help,
  };
}

function listOf(option: string, text: string, allowed: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new Error(`${option} names "${unknown}"; allowed: ${allowed.join(', ')}`);
  return names;
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Error(`${option} is "${text}"; allowed: a whole number from 1 on`);
  return count;
}
