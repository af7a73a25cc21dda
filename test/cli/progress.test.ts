import { describe, expect, test } from 'vitest';
import { columns } from '../../reporters/terminal/layout.ts';
import { liveProgress } from '../../src/cli/progress.ts';
import type { ProgressEvent } from '../../src/model/progress.ts';
import { HOSTILE } from '../reporters/hostile.ts';

const ERASE = '\r\u001b[2K';

function second(elapsed: number, more: Partial<ProgressEvent & { kind: 'second' }> = {}): ProgressEvent {
  return {
    kind: 'second',
    elapsed,
    planned: 25,
    rate: 200,
    requests: 200 * elapsed,
    failed: 0,
    limited: 0,
    p95: 61.2,
    ...more,
  };
}

function check(outcome: 'pass' | 'fail' | 'error', done: number): ProgressEvent {
  return {
    kind: 'check',
    id: `cors/check-${done}`,
    title: 'It holds',
    outcome,
    severity: 'high',
    done,
    total: 4,
  };
}

/** What a run like that writes; the clock moves one second with each event. */
function written(events: readonly ProgressEvent[], { tty = false, color = false, width = 80 } = {}): string {
  let text = '';
  let now = 0;
  const stream = { write: (part: string) => (text += part), columns: width };
  const { progress, end } = liveProgress(stream, { tty, color, now: () => (now += 1000) });
  for (const event of events) progress(event);
  end();
  end();
  progress({ kind: 'note', text: 'after the end' });
  return text;
}

const RUN: readonly ProgressEvent[] = [
  { kind: 'stage', name: 'checks', text: '4 checks' },
  check('pass', 1),
  check('fail', 2),
  check('error', 3),
  check('pass', 4),
  { kind: 'stage', name: 'load', text: '2 scenarios' },
  ...Array.from({ length: 12 }, (_, at) => second(at + 1, at > 5 ? { failed: 3, p95: null } : {})),
  { kind: 'note', text: 'every gate is decided' },
];

describe('without a terminal', () => {
  test('stages, failures, notes and every fifth second are lines', () => {
    expect(written(RUN).split('\n')).toEqual([
      '▸ checks 4 checks',
      '  ✘ cors/check-2 (failed, high) It holds',
      '  ! cors/check-3 (error) It holds',
      '▸ load 2 scenarios',
      '  load: 5 s of at most 25 s, 200/s, p95 61.2 ms, 0 failed, 0 limited, 1,000 requests',
      '  load: 10 s of at most 25 s, 200/s, p95 –, 3 failed, 0 limited, 2,000 requests',
      '  every gate is decided',
      '',
    ]);
  });

  test('a second stage of load counts from its own start', () => {
    const again: ProgressEvent[] = [{ kind: 'stage', name: 'floods', text: '' }, second(4), second(6)];
    expect(written([...RUN, ...again])).toContain('floods: 6 s');
  });
});

describe('on a terminal', () => {
  test('one line is drawn again and again, and the cursor comes back', () => {
    const text = written(RUN, { tty: true });
    expect(text.startsWith('\u001b[?25l')).toBe(true);
    expect(text.endsWith(`${ERASE}\u001b[?25h`)).toBe(true);
    expect(text.split('\u001b[?25l').length).toBe(2);
    expect(text).toContain('2 of 4 checks');
    expect(text).toContain('12 of 25 s · 200/s');
  });

  test('what stays on the screen is what is told elsewhere too', () => {
    const lines = written(RUN, { tty: true })
      .split('\n')
      .map((line) => line.split(ERASE).at(-1));
    expect(lines.slice(0, -1)).toEqual(
      written(RUN)
        .split('\n')
        .filter((line) => line !== '' && !line.includes(' of at most ')),
    );
  });

  test.each([20, 40, 80, 200])('the live line never wraps at %i columns', (width) => {
    for (const part of written(RUN, { tty: true, color: true, width }).split(ERASE)) {
      const live = part.split('\n').at(-1)!.replace('\u001b[?25h', '');
      expect(columns(live)).toBeLessThan(width);
    }
  });

  test('nothing is written when nothing went on', () => {
    expect(written([], { tty: true })).toBe('');
  });
});

describe('a hostile target writes nothing but words', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    const events: ProgressEvent[] = [
      { kind: 'stage', name: 'checks', text },
      { kind: 'check', id: text, title: text, outcome: 'fail', severity: 'high', done: 1, total: 1 },
      { kind: 'note', text },
    ];
    const plain = written(events);
    expect(plain.split('\n').length).toBe(4);
    expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(plain).not.toMatch(/^\s*::[a-z]|##\[/im);
  });
});
