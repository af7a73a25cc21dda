import { parseArgs } from 'node:util';
import { table } from 'table';
import { Store } from '../../src/metrics/store.ts';
import type { Outcome, Sample } from '../../src/model/sample.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '100000' },
  },
});
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const RATE = Number(values.rate);

/** One object for all requests, as an engine fills it. */
class Flyweight implements Sample {
  readonly arm = 'canary';
  readonly phase = 'load';
  readonly scenario = 'browse';
  endpoint = 'list';
  readonly identityClass = 'member';
  version = '2.0';
  outcome: Outcome = 'ok';
  status = 200;
  intended = 0.1;
  started = 0.1;
  connect = Number.NaN;
  firstByte = 0.1;
  firstEvent = Number.NaN;
  ended = 0.1;
  bytes = 100;
}

type Change = (sample: Flyweight, at: number) => void;

const ENDPOINTS = ['list', 'detail', 'search', 'create', 'update', 'remove', 'export', 'session'];
const VERSIONS = Array.from({ length: 5000 }, (_, at) => `2.0.${at}`);

const CASES: Readonly<Record<string, Change>> = {
  'one series: latency, service'(sample) {
    sample.firstByte = Number.NaN;
  },
  'one series: latency, service, ttfb'() {},
  'one series: all five timings'(sample) {
    sample.connect = 0.2;
    sample.firstEvent = sample.firstByte;
  },
  '8 series in turn: latency, service, ttfb'(sample, at) {
    sample.endpoint = ENDPOINTS[at % ENDPOINTS.length] as string;
  },
  'one series, two seconds in turn'(sample, at) {
    sample.intended -= (at % 2) * 1000;
  },
  'versions far beyond their bound'(sample, at) {
    sample.version = VERSIONS[at % VERSIONS.length] as string;
  },
};

const rows = Object.entries(CASES).map(([name, change]) => {
  const rounds = Array.from({ length: ROUNDS }, () => round(change));
  const nanoseconds = Math.min(...rounds.map((it) => it.nanoseconds));
  const bytes = median(rounds.map((it) => it.bytes));
  return [name, nanoseconds.toFixed(0), bytes.toFixed(2)];
});
process.stdout.write(
  `Store.record, ${ROUNDS} rounds of ${SECONDS} s of ${RATE} samples/s, seconds closed as they end\n`,
);
process.stdout.write(table([['', 'ns per sample\nbest round', 'bytes of heap\nper sample'], ...rows]));

/** Bytes are those of the median second: in a few of them the garbage collector was at work. */
function round(change: Change): { nanoseconds: number; bytes: number } {
  const store = new Store();
  const sample = new Flyweight();
  const bytes: number[] = [];
  const began = performance.now();
  for (let second = 0; second < SECONDS; second += 1) {
    const before = process.memoryUsage().heapUsed;
    recordSecond(store, sample, second, change);
    bytes.push(process.memoryUsage().heapUsed - before);
    store.closed((second + 1) * 1000);
  }
  const nanoseconds = ((performance.now() - began) * 1e6) / SECONDS / RATE;
  return { nanoseconds, bytes: median(bytes) / RATE };
}

function recordSecond(store: Store, sample: Flyweight, second: number, change: Change): void {
  for (let at = 0; at < RATE; at += 1) {
    sample.intended = (second + at / RATE) * 1000;
    sample.started = sample.intended + 0.01;
    sample.firstByte = sample.started + 0.3 + (at % 997) / 1000;
    sample.ended = sample.firstByte + (at % 89) / 1000;
    change(sample, at);
    store.record(sample);
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}
