import { describe, expect, test } from 'vitest';
import { annotations, withoutCommands } from '../../reporters/github.ts';
import { makeCheck, makeGate, makeReport } from './fixture.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { failing, inconclusive } from './variants.ts';

const COMMAND = /^::(error|warning|notice) title=[^:,]+::[^\r\n]*$/;

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

describe('annotations', () => {
  test('of a passing run are one notice', () => {
    expect(lines(annotations(makeReport()))).toEqual([
      '::notice title=canary-gate%3A PROMOTE::Every requirement is proven: it may take more traffic.',
    ]);
  });

  test('name what failed as errors, what is open as warnings', () => {
    const shown = lines(annotations(failing()));
    expect(shown.filter((line) => line.startsWith('::error')).length).toBe(5);
    expect(shown.some((line) => line.startsWith('::warning title=headers/server-banner'))).toBe(true);
    expect(
      shown.some((line) => line.startsWith('::warning title=cors/wildcard (medium CORS-O05) accepted until')),
    ).toBe(true);
    for (const line of shown) expect(line).toMatch(COMMAND);
  });

  test('make an inconclusive verdict an error: it does not let the canary pass', () => {
    expect(lines(annotations(inconclusive()))[0]).toMatch(/^::error title=canary-gate%3A HOLD::/);
  });

  test('are never more than GitHub shows', () => {
    const checks = Array.from({ length: 40 }, (_, at) =>
      makeCheck({ id: `cors/check-${at}`, outcome: 'fail' }),
    );
    const gates = Array.from({ length: 40 }, () => makeGate({ state: 'inconclusive' }));
    const shown = lines(annotations(makeReport({ checks, gates, verdict: 'FAIL', decision: 'HOLD' })));
    for (const level of ['error', 'warning'])
      expect(shown.filter((line) => line.startsWith(`::${level}`)).length).toBe(10);
    expect(shown.some((line) => line.includes('32 more are in'))).toBe(true);
  });

  test.each(HOSTILE)('stay as many and in their form: %s', (_, text) => {
    const shown = lines(annotations(poisoned(text)));
    expect(shown.length).toBe(lines(annotations(poisoned('x'))).length);
    for (const line of shown) expect(line).toMatch(COMMAND);
  });
});

test('text of a target is printed between commands that switch commands off', () => {
  expect(withoutCommands('::error::x', 'f00d')).toBe('::stop-commands::f00d\n::error::x\n::f00d::\n');
});
