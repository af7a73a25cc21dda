import { expect } from 'vitest';
import { runCatalogue, type Summary, summaryOf } from './catalogue.ts';
import type { Control } from './service.ts';

/** What the catalogue comes to on a correct server. */
export interface Expected {
  /** Findings at `low` or above that are true of the server, by check, and why; each must be found. */
  readonly known?: Readonly<Record<string, string>>;
  /** Checks, families such as `rate-limit/*`, or `*` for all, that can come to no answer on it, and why. */
  readonly open?: Readonly<Record<string, string>>;
  /** Checks that pass, at least: most of them apply. */
  readonly passes: number;
}

/** A machine that is busy may leave a check open by chance; what fails once has failed. */
const ATTEMPTS = 3;

/** Runs the whole catalogue against the server, and holds it to what is true of the server. */
export async function expectClean(control: Control, expected: Expected): Promise<void> {
  const { known = {}, open = {}, passes } = expected;
  let summary: Summary;
  for (let attempt = 1; ; attempt++) {
    summary = summaryOf(await runCatalogue(control));
    expect(without(summary.failed, known), 'fails').toEqual({});
    if (attempt === ATTEMPTS || Object.keys(without(summary.open, open)).length === 0) break;
  }
  expect(without(summary.open, open), 'has no answer').toEqual({});
  expect(Object.keys(summary.failed).sort(), 'what is known to be true is found').toEqual(
    Object.keys(known).sort(),
  );
  expect(summary.passed, 'checks that pass').toBeGreaterThanOrEqual(passes);
}

function without(
  found: Readonly<Record<string, string>>,
  named: Readonly<Record<string, string>>,
): Record<string, string> {
  const isNamed = (id: string) => named[id] ?? named[`${id.split('/')[0]}/*`] ?? named['*'];
  return Object.fromEntries(Object.entries(found).filter(([id]) => !isNamed(id)));
}
