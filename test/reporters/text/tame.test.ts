import { expect, test } from 'vitest';
import { LONGEST, tame } from '../../../reporters/text/tame.ts';
import { HOSTILE } from '../hostile.ts';

test.each([
  ['plain text, 187 ms – 結果', 'plain text, 187 ms – 結果'],
  ['http://[::1]:4010/', 'http://[::1]:4010/'],
  ['::error::x', '\\u{3a}:error\\u{3a}:x'],
  [':::warning file=a:1::x', ':\\u{3a}:warning file=a:1\\u{3a}:x'],
  ['##[error]x', '##\\u{5b}error]x'],
  ['a\nb', 'a\\u{a}b'],
  ['\u001b[31m', '\\u{1b}[31m'],
])('%j becomes %j', (text, tamed) => expect(tame(text)).toBe(tamed));

test.each(HOSTILE)(
  'what is tame stays within one line, bounded, and is no command anywhere: %s',
  (_, text) => {
    const tamed = tame(text);
    expect(tamed).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(tamed).not.toMatch(/::[a-z]|##\[|##vso\[/i);
    // A control takes at most eight characters.
    expect(tamed.length).toBeLessThanOrEqual(8 * (LONGEST + 1));
  },
);
