import { parseArgs } from 'node:util';
import { table } from 'table';
import { runAll } from './pool.ts';
import { ALPHA, type Counts, GATES, MODES } from './simulate.ts';
import { STRESS, TRUTHS } from './truths.ts';
import type { Task } from './worker.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '300' },
    'min-seconds': { type: 'string', default: '60' },
    threads: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    stress: { type: 'boolean', default: false },
  },
});

/** The true share of bad ones, as multiples of the bound: exactly at it, half of it, twice it. */
const FACTORS = [1, 0.5, 2] as const;

interface Row {
  readonly truth: string;
  readonly mode: string;
  readonly falsePass: number;
  readonly falsePassWorst: number;
  readonly falseFail: number;
  readonly falseFailAny: number;
  readonly passAtHalf: number;
  readonly bestPassAtHalf: number;
  readonly failAtTwice: number;
  readonly bestFailAtTwice: number;
}

const truths = Object.keys(values.stress ? STRESS : TRUTHS);
const tasks = truths.flatMap((truth, place) =>
  MODES.flatMap((mode) =>
    FACTORS.map((factor, index): Task => taskOf(truth, mode, factor, place * 10 + index)),
  ),
);
const began = performance.now();
const results = await runAll(tasks, Number(values.threads), (task) => {
  if (!values.json) process.stderr.write(`${task.truth}, ${task.mode}, truth = ${task.factor} x bound\n`);
});
const rows = truths.flatMap((truth, place) =>
  MODES.map((mode, index) => rowOf(truth, mode, 3 * (2 * place + index))),
);
const broken = rows.filter((row) => row.falsePassWorst > ALPHA || row.falseFailAny > ALPHA);
print();
process.exitCode = broken.length > 0 && !values.stress ? 1 : 0;

function taskOf(truth: string, mode: Task['mode'], factor: number, offset: number): Task {
  return {
    truth,
    mode,
    factor,
    runs: Number(values.runs),
    seconds: Number(values.seconds),
    minSeconds: Number(values['min-seconds']),
    seed: Number(values.seed) * 1000 + offset + (mode === 'fixed length' ? 0 : 500),
  };
}

function rowOf(truth: string, mode: string, first: number): Row {
  const [at, half, twice] = results.slice(first, first + 3) as [Counts, Counts, Counts];
  return {
    truth,
    mode,
    falsePass: mean(at.pass, at.runs),
    falsePassWorst: Math.max(...at.pass) / at.runs,
    falseFail: mean(at.fail, at.runs),
    falseFailAny: at.anyFail / at.runs,
    passAtHalf: mean(half.pass, half.runs),
    bestPassAtHalf: half.bestPass / half.runs / GATES.length,
    failAtTwice: mean(twice.fail, twice.runs),
    bestFailAtTwice: twice.bestFail / twice.runs / GATES.length,
  };
}

function mean(byGate: readonly number[], runs: number): number {
  return byGate.reduce((sum, count) => sum + count, 0) / runs / byGate.length;
}

function print(): void {
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ runs: Number(values.runs), alpha: ALPHA, rows, broken }, null, 2)}\n`,
    );
    return;
  }
  const head = [
    'requests',
    'run',
    'false PASS\nmean gate',
    'false PASS\nworst gate',
    'false FAIL\nmean gate',
    'false FAIL\nany of 12',
    'PASS at half\nthe bound',
    '(independent,\nbest possible)',
    'FAIL at twice\nthe bound',
    '(independent,\nbest possible)',
  ];
  const lines = rows.map(({ truth, mode, ...rates }) => [truth, mode, ...Object.values(rates).map(percent)]);
  process.stdout.write(
    table([head, ...lines], { drawHorizontalLine: (index, size) => index < 2 || index === size }),
  );
  process.stdout.write(
    `${values.runs} runs of ${values.seconds} s each, ${GATES.length} gates, ${((performance.now() - began) / 1000).toFixed(0)} s\n`,
  );
  for (const { truth, mode } of values.stress ? [] : broken)
    process.stdout.write(`BROKEN: more than ${percent(ALPHA)} in ${truth}, ${mode}\n`);
  process.stdout.write(
    'Clusters that are rare for the length of a run cannot be seen in it: see docs/statistics.md.\n',
  );
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(2)} %`;
}
