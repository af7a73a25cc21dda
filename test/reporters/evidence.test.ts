import { describe, expect, test } from 'vitest';
import { findingsForTerminal } from '../../reporters/evidence/terminal.ts';
import { toShow, viewOf } from '../../reporters/evidence/view.ts';
import { evidence } from '../../reporters/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { exchangesOf, makeExchange } from './evidence/exchanges.ts';
import { makeCheck, makeReport } from './fixture.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { failing, inconclusive } from './variants.ts';

const SGR = /\u001b\[[\d;]*m/g;

function markdown(report: Report, exchanges = exchangesOf(report)): string {
  return [...evidence.render(report, { color: false, width: 80, exchanges })].join('');
}

function terminal(report: Report, exchanges = exchangesOf(report), color = false): string {
  const views = toShow(report.checks).map((check) => viewOf(check, report, exchanges));
  return [...findingsForTerminal(views, { color, width: 100 })].join('');
}

const one = (overrides: Parameters<typeof makeCheck>[0]) =>
  makeReport({ checks: [makeCheck({ outcome: 'fail', ...overrides })] });

describe('the evidence of findings', () => {
  test('reads as kept', () => {
    expectGolden('evidence-fail.md', markdown(failing()));
    expectGolden('evidence-fail.txt', terminal(failing()));
  });

  test('says that there is none', () => {
    expect(markdown(makeReport())).toContain('0 findings in run');
    expect(terminal(makeReport())).toBe('');
  });

  test('shows what failed, stayed open or was accepted, and nothing that passed', () => {
    const heads = markdown(failing()).match(/^## .*$/gm) ?? [];
    expect(heads.map((head) => /`([^`]+)`/.exec(head)?.[1])).toEqual([
      'jwt/alg-none',
      'jwt/expired-twice',
      'headers/server-banner',
      'jwt/expired',
      'health/ready',
      'cors/wildcard',
    ]);
  });

  test.each([
    [
      'accepted until 2026-11-20 (its last day): known',
      { accepted: { reason: 'known', until: '2026-11-20' } },
    ],
    ['accepted until 2026-11-21 (1 day left): known', { accepted: { reason: 'known', until: '2026-11-21' } }],
    ['the baseline shows it too', { preExisting: true }],
    ['the plan makes it high instead of low: why', { severityGiven: { from: 'low', reason: 'why' } }],
  ] as const)('says %s', (said, overrides) => {
    expect(terminal(one(overrides)).replace(/\s+/g, ' ')).toContain(said);
    expect(markdown(one(overrides)).replaceAll('\\', '')).toContain(said);
  });

  test('names exchanges that are not there', () => {
    expect(markdown(one({}), new Map())).toContain('Not in the evidence that was read: `cors/null-origin#1`');
    expect(terminal(one({}), new Map())).toMatch(/missing +cors\/null-origin#1/);
  });

  test('shows a few exchanges, and how to see the others', () => {
    const exchanges = Array.from({ length: 12 }, (_, at) => `cors/null-origin#${at}`);
    const text = markdown(one({ exchanges }));
    expect(text.match(/^### /gm)?.length).toBe(8);
    expect(text).toContain('4 more exchanges: `canary-gate show');
    expect(terminal(one({ exchanges })).match(/^curl /gm)?.length).toBe(12);
  });

  test('tells how an exchange without an answer ended', () => {
    const { response: _, ...exchange } = makeExchange({ error: { code: 'ECONNRESET', message: 'reset' } });
    const text = markdown(one({}), new Map([[exchange.id, exchange]]));
    expect(text).toContain('ECONNRESET in 9 ms');
    expect(text).toContain('(ECONNRESET: reset)');
  });

  test('shows long answers in part, and says so', () => {
    const response = { ...makeExchange().response!, body: 'line\n'.repeat(500), bodyBytes: 2500 };
    const text = markdown(one({}), new Map([['cors/null-origin#1', makeExchange({ response })]]));
    expect(text).toContain('(shown in part: 2500 bytes)');
    expect(text.match(/^line$/gm)?.length).toBe(40);
  });

  test('is cut where it is too long to be read, and says so', () => {
    const checks = Array.from({ length: 5000 }, (_, at) =>
      makeCheck({ id: `cors/check-${at}`, outcome: 'fail', exchanges: [`cors/check-${at}#1`] }),
    );
    const text = markdown(makeReport({ checks }));
    expect(Buffer.byteLength(text)).toBeLessThan(2_100_000);
    expect(text).toMatch(/Cut here: `canary-gate show <run> <check>` shows the rest\.\*\*\n$/);
    expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
  });

  test('in the view of an open run is that of what is open', () => {
    expect(markdown(inconclusive())).toContain('# Findings: HOLD');
  });
});

describe('a hostile target changes nothing of the evidence but words', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    const report = poisoned(text);
    const shown = markdown(report, exchangesOf(report, text));
    expect(outside(shown).join('\n')).toBe(
      outside(markdown(poisoned('x'), exchangesOf(poisoned('x'), 'x'))).join('\n'),
    );
    const seen = terminal(report, exchangesOf(report, text), true).replace(SGR, '');
    for (const page of [shown, seen]) {
      expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      expect(page.isWellFormed()).toBe(true);
      expect(page.length).toBeLessThan(2_000_000);
      for (const line of page.split('\n')) {
        expect(line.trim()).not.toMatch(/^::[a-z]/i);
        expect(line).not.toContain('##[');
        expect(line).not.toContain('##vso[');
      }
    }
  });

  /** Kinds of lines outside of fences: a fence ends only with a line of as many backticks and nothing else. */
  function outside(text: string): string[] {
    const kinds: string[] = [];
    let fence = '';
    for (const line of text.split('\n')) {
      if (fence !== '') {
        if (line === fence) fence = '';
        continue;
      }
      fence = /^(`{3,})(sh|http)$/.exec(line)?.[1] ?? '';
      kinds.push(fence === '' ? (/^(#+ |- \*\*[\w ]+\*\*|$)/.exec(line)?.[0] ?? 'text') : 'fence');
    }
    expect(fence).toBe('');
    return kinds;
  }
});
