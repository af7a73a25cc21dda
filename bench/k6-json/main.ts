import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { table } from 'table';
import { oursOf, plainOf, type Stream } from '../../test/engines/k6/stream.ts';
import { judge, type Reading } from './judge.ts';

/** How much memory and time it takes to judge the result file of a long run of k6. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    rate: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});

const LIMIT_MB = 150;
const MB = 1024 * 1024;
const stream: Stream = {
  scenario: 'steady',
  endpoint: 'page',
  rate: Number(values.rate),
  seconds: Number(values.seconds),
  began: Date.parse('2026-01-31T10:15:00Z'),
  instance: 1,
  of: 1,
  tookOf: (n) => 5 + ((n * 7919) % 1000) / 10 + ((n * 104_729) % 997 === 0 ? 900 : 0),
  statusOf: (n) => (n % 500 === 0 ? 429 : n % 1999 === 0 ? 503 : 200),
};

interface Row extends Reading {
  readonly file: string;
  readonly fileMB: number;
}

const folder = await mkdtemp(join(tmpdir(), 'canary-gate-bench-'));
try {
  await writeFile(join(folder, 'canary.plan.json'), JSON.stringify(plan()));
  // The first start of a checkout compiles its sources, which an installed package does not.
  await measure('short.json', { ...stream, seconds: 5 }, oursOf);
  const rows = [
    await measure('ours.json', stream, oursOf),
    await measure('ours.json.gz', stream, oursOf),
    await measure('plain.json', stream, plainOf),
  ];
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : shown(rows));
  const isMet = rows.every(({ peakMB, seconds }) => peakMB < LIMIT_MB && seconds < stream.seconds);
  process.exitCode = isMet ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function plan() {
  const { rate, seconds } = stream;
  return {
    name: 'long',
    targets: { canary: { url: 'http://127.0.0.1:1' } },
    endpoints: { page: { path: '/' } },
    scenarios: {
      steady: {
        executor: 'constant-arrival-rate',
        rate,
        duration: `${seconds}s`,
        preAllocatedVUs: 600,
        requests: ['page'],
      },
    },
    gates: ['p95(latency) <= 500ms', 'rate(5xx) <= 1%'],
  };
}

/** Writes the file, and has another process read and judge it. */
async function measure(
  file: string,
  { rate, seconds, ...some }: Stream,
  linesOf: (stream: Stream) => Iterable<string>,
): Promise<Row> {
  const path = join(folder, file);
  const packed = file.endsWith('.gz') ? [createGzip({ level: 1 })] : [];
  await pipeline([
    Readable.from(portions(linesOf({ ...some, rate, seconds }))),
    ...packed,
    createWriteStream(path),
  ]);
  const { size } = await stat(path);
  const row = await judge(path, folder);
  await rm(path);
  if (row.requests !== rate * seconds)
    throw new Error(`${file}: ${row.requests} requests were read, ${rate * seconds} written`);
  return { file, fileMB: size / MB, ...row };
}

function* portions(lines: Iterable<string>): Generator<string> {
  let portion = '';
  for (const line of lines) {
    portion += `${line}\n`;
    if (portion.length < MB / 4) continue;
    yield portion;
    portion = '';
  }
  yield portion;
}

function shown(rows: readonly Row[]): string {
  const cells = rows.map(({ file, fileMB, requests, seconds, peakMB, verdict }) => [
    file,
    fileMB.toFixed(0),
    requests,
    seconds.toFixed(1),
    (stream.seconds / seconds).toFixed(0),
    peakMB.toFixed(0),
    verdict,
  ]);
  return table([['file', 'MB', 'requests', 's', 'x real time', 'peak MB', 'verdict'], ...cells]);
}
