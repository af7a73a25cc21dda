import { expect, test } from 'vitest';
import { code, plain, table } from '../../../reporters/markdown/escape.ts';

test.each([
  ['a | b', 'a \\| b'],
  ['a \\| b', 'a \\\\\\| b'],
  ['[x](https://evil.test)', '\\[x\\]\\(https://evil.test\\)'],
  ['<script>', '\\<script\\>'],
  ['**b** `c` ~~d~~ $e$ #1', '\\*\\*b\\*\\* \\`c\\` \\~\\~d\\~\\~ \\$e\\$ \\#1'],
  ['@octocat', '@\u200boctocat'],
  ['&lt;', '\\&lt;'],
])('%j as text is %j', (text, escaped) => expect(plain(text)).toBe(escaped));

test.each([
  ['p95(latency) <= 220ms', '`p95(latency) <= 220ms`'],
  ['a|b', '<code>a&#124;b</code>'],
  ['a`b', '<code>a&#96;b</code>'],
  ['</code>`', '<code>&#60;&#47;code&#62;&#96;</code>'],
  ['', ''],
])('%j as code is %j', (text, escaped) => expect(code(text)).toBe(escaped));

test('a table has one line for its head, one for its alignment and one for each row', () => {
  expect([...table(['a', 'b:'], [['1', '2']])]).toEqual(['| a | b |', '| --- | ---: |', '| 1 | 2 |']);
});
