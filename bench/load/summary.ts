import type { Options } from './arguments.ts';
import type { Bar } from './bars.ts';
import { asMarkdown, asText } from './grid.ts';
import { gridsOf } from './grids.ts';
import type { describeMachine, Pinning } from './machine.ts';
import type { Results } from './parts/results.ts';
import type { Failure } from './remarks.ts';

/** Everything that a run of the benchmark has to say. */
export interface Summary {
  readonly machine: ReturnType<typeof describeMachine>;
  readonly pinning: Pinning;
  readonly options: Options;
  /** By generator; null where it does not tell. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** Names of the generators that were not found. */
  readonly missing: readonly string[];
  readonly results: Results;
  readonly bars: readonly Bar[];
  readonly doubts: readonly string[];
  readonly failures: readonly Failure[];
}

export function printed(summary: Summary): string {
  const { format } = summary.options;
  if (format === 'json') return `${JSON.stringify(summary, null, 2)}\n`;
  const grids = gridsOf(summary.results, summary.bars);
  const draw = format === 'markdown' ? asMarkdown : asText;
  return `${[...grids.map(draw), notesOf(summary).join('\n')].join('\n')}\n`;
}

function notesOf({
  machine,
  pinning,
  options,
  versions,
  missing,
  doubts,
  failures,
  bars,
}: Summary): string[] {
  const { processor, cores, memoryBytes, kernel, node, loadBefore } = machine;
  const { seconds, rounds, connections } = options;
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version ?? '(no version)'}`);
  const cells = [
    `${seconds} s a run, ${rounds} rounds, ${connections} connections: median (least-most) of the rounds.`,
    `${processor}, ${cores} cores, ${(memoryBytes / 1e9).toFixed(0)} GB, ${kernel}, Node.js ${node}; load average before ${loadBefore.toFixed(2)}.`,
    `${pinned(pinning)}`,
    `${tools.join(', ')}.`,
    ...missing.map((name) => `MISSING: ${name} is not installed.`),
    ...failures.map(({ text }) => `FAILED: ${text}`),
    ...doubts.map((doubt) => `DOUBT: ${doubt}`),
    ...bars.filter(({ met }) => met === false).map(({ part, what }) => `MISSED: ${part}: ${what}`),
  ];
  return options.format === 'markdown' ? cells.map((cell) => `- ${cell}`) : cells;
}

function pinned({ generator, server, note }: Pinning): string {
  const where = generator === undefined ? [] : [`Generator on core ${generator}, nginx on core ${server}`];
  return `${[...where, ...(note === undefined ? [] : [note])].join('; ')}.`;
}
