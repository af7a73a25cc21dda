import { caseAt } from './cases.ts';
import { check } from './check.ts';
import { Driver } from './drive.ts';

/** The cases from one number up to, but without, another. */
export interface Task {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export interface Disagreement {
  readonly index: number;
  readonly what: readonly string[];
  /** The answer, as JSON. */
  readonly answer: string;
}

export interface Counts {
  /** How many cases there were of each kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How many times the parser has read an answer. */
  readonly readings: number;
  readonly disagreements: readonly Disagreement[];
}

/** Cases under way at once: `node:http` takes turns of the event loop. */
const AT_ONCE = 32;

const driver = new Driver();

/** Checks the cases of a task. */
export async function runTask({ seed, from, to }: Task): Promise<Counts> {
  const kinds: Record<string, number> = {};
  const disagreements: Disagreement[] = [];
  let readings = 0;
  const one = async (index: number) => {
    const subject = caseAt(seed, index);
    const { kind, disagreements: what } = await check(driver, subject);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    readings += subject.bytes.length + 1;
    if (what.length > 0)
      disagreements.push({ index, what, answer: JSON.stringify(subject.bytes.toString('latin1')) });
  };
  for (let first = from; first < to; first += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, to - first) }, (_, place) => one(first + place)),
    );
  return { kinds, readings, disagreements };
}
