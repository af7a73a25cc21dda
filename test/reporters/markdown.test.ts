import { describe, expect, test } from 'vitest';
import { markdown } from '../../reporters/markdown.ts';
import type { Report } from '../../src/model/report.ts';
import { makeCheck, makeReport } from './fixture.ts';
import { expectGolden, rendered } from './golden.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { failing, inconclusive } from './variants.ts';

const VARIANTS = { pass: makeReport(), fail: failing(), inconclusive: inconclusive() };

describe('the Markdown report', () => {
  test.each(Object.entries(VARIANTS))('of a run that ended in %s reads as kept', (name, report) => {
    expectGolden(`markdown-${name}.md`, rendered(markdown, report));
  });

  test('begins with the decision', () => {
    expect(rendered(markdown, failing())).toMatch(/^# ❌ ROLLBACK/);
  });

  test('is cut below the megabyte that GitHub takes, and says so', () => {
    const checks = Array.from({ length: 5000 }, (_, at) =>
      makeCheck({ id: `cors/check-${at}`, outcome: 'fail', message: '結果'.repeat(60) }),
    );
    const text = rendered(markdown, makeReport({ checks }));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/Cut here: the whole report is in report\.json\.\*\*\n$/);
  });
});

describe('a hostile target changes nothing of the Markdown report but words', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    const report = poisoned(text);
    expect(skeleton(report)).toEqual(skeleton(poisoned('x')));
    const shown = rendered(markdown, report);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(html(shown)).toEqual(html(rendered(markdown, poisoned('x'))));
    expect(shown).not.toMatch(/(^|[^`\w])@[a-z]/i);
    expect(shown.length).toBeLessThan(300_000);
  });
});

/** Elements that are neither escaped nor code, and not the one that holds odd code. */
function html(text: string): string[] {
  const bare = text
    .replace(/\\./g, '')
    .replace(/<\/?code>/g, '')
    .replace(/`[^`\n]*`/g, '');
  return bare.match(/<[^ ][^>]*/g) ?? [];
}

/** Kind and number of cells of every line: what a reader of the source sees as structure. */
function skeleton(report: Report): string[] {
  return rendered(markdown, report)
    .split('\n')
    .map((line) => {
      if (line.startsWith('|')) return `row of ${cells(line)}`;
      return /^(#+ |- |\*\*|$)/.exec(line)?.[0] ?? 'text';
    });
}

/** Cells as GitHub's parser counts them: a backslash takes the mark after it with it, in code as elsewhere. */
function cells(line: string): number {
  return line.replace(/\\./g, '').split('|').length - 2;
}
