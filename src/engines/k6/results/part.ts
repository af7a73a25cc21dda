import { basename } from 'node:path';
import type { Reason } from '../../../model/report.ts';
import { printable } from '../../../model/text.ts';
import { DROPPED } from '../points.ts';
import type { Reading } from '../reading.ts';
import { type Block, blocksOf, linesOf } from './blocks.ts';
import type { Head } from './head.ts';
import { Mark } from './mark.ts';
import { PLAIN_MARKS, PlainReading } from './plain.ts';

/** One result file: what one instance told, read as far as it can be read. */
export class Part {
  readonly path: string;
  readonly head: Head;
  readonly reading: Reading;
  /** In ms since the run's origin: everything that ended before was read. Infinite at the end of the file. */
  clock = Number.NEGATIVE_INFINITY;
  /** When the last number of all was told, in ms since 1970. */
  told = 0;
  readonly #blocks: AsyncGenerator<Block>;
  /** The first lines that cannot be read. */
  readonly #broken: number[] = [];
  #line = 0;
  #fault: string | undefined;
  #isCut = false;
  readonly #marks: readonly Buffer[];

  constructor(path: string, head: Head, reading: Reading) {
    this.path = path;
    this.head = head;
    this.reading = reading;
    this.#blocks = blocksOf(path);
    const marks = reading instanceof PlainReading ? PLAIN_MARKS : OUR_MARKS;
    this.#marks = marks.map((mark) => Buffer.from(mark));
  }

  /** As people know it: by its tag, and by its file. */
  get name(): string {
    const file = printable(basename(this.path));
    return this.head.instance === undefined
      ? file
      : `instance ${printable(this.head.instance, 40)} (${file})`;
  }

  /** Reads on a little. Never rejects. */
  async read(): Promise<void> {
    try {
      const { value, done } = await this.#blocks.next();
      if (done) return this.#end();
      this.#takeAll(value.lines);
      if (value.isCut) this.#isCut = true;
    } catch (error) {
      this.#fault = faultOf(error as NodeJS.ErrnoException);
      this.#end();
    }
  }

  async close(): Promise<void> {
    await this.#blocks.return(undefined);
  }

  /** What is wrong with it; empty when it is whole. `planned`: how long its load lasts at least, in ms. */
  faults(planned: number): Reason[] {
    const { reading, head } = this;
    const { broken, lost } = reading;
    const ended = head.isOurs ? reading.isWhole : this.#reachesEnd(planned);
    const isEarly = this.#fault === EARLY || this.#isCut || !ended;
    const why: string[] = [
      ...(this.#fault !== undefined && this.#fault !== EARLY ? [`${this.#fault} ${this.#where()}`] : []),
      ...(this.#broken.length > 0
        ? [`line ${this.#broken.join(', line ')} cannot be read${more(broken - this.#broken.length)}`]
        : []),
      ...(lost > 0 ? [`${lost} messages are missing`] : []),
      ...(lost < 0 ? [`${-lost} messages came twice`] : []),
      ...(reading instanceof PlainReading ? strangers(reading) : []),
    ];
    const early = `it ends too early, ${this.#where()}: k6 was killed, or the file was cut`;
    return [
      ...(why.length > 0
        ? [{ code: 'broken_result' as const, text: `${this.name}: ${why.join('; ')}` }]
        : []),
      ...(isEarly ? [{ code: 'missing_instance' as const, text: `${this.name}: ${early}` }] : []),
    ];
  }

  #takeAll(portion: Buffer): void {
    const marks = this.#marks.map((mark) => new Mark(mark, portion));
    let last: readonly [number, number] = [0, 0];
    for (const [start, end] of linesOf(portion)) {
      this.#line += 1;
      const { broken } = this.reading;
      if (portion[start] !== OPENING || portion[end - 1] !== CLOSING) this.reading.broken += 1;
      else if (marks.some((mark) => mark.isWithin(start, end)))
        this.#try(portion.toString('utf8', start, end));
      if (this.reading.broken > broken && this.#broken.length < LINES_NAMED) this.#broken.push(this.#line);
      last = [start, end];
    }
    this.#seeTime(portion.toString('utf8', ...last));
  }

  #try(line: string): void {
    try {
      this.reading.line(line);
    } catch {
      this.reading.broken += 1;
    }
  }

  #end(): void {
    this.clock = Number.POSITIVE_INFINITY;
  }

  #seeTime(line: string): void {
    const time = Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? '');
    if (time > this.told) this.told = time;
  }

  /** k6 alone does not say that it is done; it tells of its virtual users every second until then. */
  #reachesEnd(planned: number): boolean {
    return this.told >= (this.head.origin ?? 0) + planned - SECONDS_LATE;
  }

  #where(): string {
    return this.#line === 0 ? 'before its first line' : `after line ${this.#line}`;
  }
}

/** What the lines hold that are worth a look; all others, which are most, are only counted. */
const OUR_MARKS = ['"canary_gate_', DROPPED];
const OPENING = 0x7b;
const CLOSING = 0x7d;
const LINES_NAMED = 3;
const SECONDS_LATE = 2500;
const EARLY = 'it is cut off';

function faultOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'Z_BUF_ERROR') return EARLY;
  return `it cannot be read: ${printable(message)}`;
}

function more(count: number): string {
  return count > 0 ? ` (and ${count} more)` : '';
}

function strangers({ strange }: PlainReading): string[] {
  return [...strange].map(
    ([what, count]) => `${count} requests belong to ${what}, which the plan does not know`,
  );
}
