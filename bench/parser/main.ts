import { parseArgs } from 'node:util';
import { table } from 'table';
import { runAll } from './pool.ts';
import { type Disagreement, runTask, type Task } from './run.ts';
import { measureSpeed } from './speed.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    /** Checks the case of this number alone. */
    case: { type: 'string' },
  },
});

/** Cases of a task. */
const BLOCK = 5_000;
/** After so many disagreements the rest would tell nothing new. */
const ENOUGH = 50;
const PROGRESS = 50_000;

const seed = Number(values.seed);
const began = performance.now();
const total = {
  cases: 0,
  readings: 0,
  kinds: new Map<string, number>(),
  disagreements: [] as Disagreement[],
};
if (values.case === undefined) await checkAll(Number(values.count));
else add(1, await runTask({ seed, from: Number(values.case), to: Number(values.case) + 1 }));
print();
process.exitCode = total.disagreements.length > 0 ? 1 : 0;

async function checkAll(count: number): Promise<void> {
  const tasks = Array.from({ length: Math.ceil(count / BLOCK) }, (_, block): Task => {
    return { seed, from: block * BLOCK, to: Math.min(count, (block + 1) * BLOCK) };
  });
  for await (const counts of runAll(tasks, Number(values.threads))) {
    add(
      Object.values(counts.kinds).reduce((sum, some) => sum + some, 0),
      counts,
    );
    if (total.cases % PROGRESS === 0) process.stderr.write(`${total.cases} cases, ${seconds()} s\n`);
    if (total.disagreements.length >= ENOUGH) return;
  }
}

function add(cases: number, { kinds, readings, disagreements }: Awaited<ReturnType<typeof runTask>>): void {
  total.cases += cases;
  total.readings += readings;
  total.disagreements.push(...disagreements);
  for (const [kind, count] of Object.entries(kinds))
    total.kinds.set(kind, (total.kinds.get(kind) ?? 0) + count);
}

function print(): void {
  const kinds = [...total.kinds].sort(([one], [other]) => one.localeCompare(other));
  const rows = [...kinds, ['disagreements', total.disagreements.length]];
  process.stdout.write(
    table([['parser and node:http', 'cases'], ...rows], { drawHorizontalLine: () => false }),
  );
  process.stdout.write(
    `seed ${seed}: ${total.cases} answers, read ${total.readings} times: whole, cut in two at every place, byte by byte; ${seconds()} s\n`,
  );
  for (const { index, what, answer } of total.disagreements.slice(0, ENOUGH))
    process.stdout.write(`case ${index}: ${what.slice(0, 3).join('; ')}\n  ${answer}\n`);
  for (const { name, bytes, median, quickest } of measureSpeed(() => performance.now()))
    process.stdout.write(
      `${bytes} bytes ${name}: ${median.toFixed(0)} ns (median round), ${quickest.toFixed(0)} ns (quickest)\n`,
    );
}

function seconds(): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}
