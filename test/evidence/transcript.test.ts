import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { transcriptLine } from '../../src/evidence/transcript.ts';
import { entryOf, newRun } from './tools.ts';

test.each([
  [{}, '✓ user_1_q1: 200 (34ms)'],
  [{ vu: 5, iteration: 19, latencyMs: 0.4 }, '✓ user_5_q20: 200 (0ms)'],
  [{ status: 503, outcome: '5xx', cause: '5xx' }, '✗ user_1_q1: 503 (34ms) 5xx'],
  [{ status: 0, outcome: 'network', cause: 'ECONNREFUSED' }, '✗ user_1_q1: 0 (34ms) network: ECONNREFUSED'],
  [
    { status: 200, outcome: 'unexpected', cause: 'a\n\u001b[31mb' },
    '✗ user_1_q1: 200 (34ms) unexpected: a\\u{a}\\u{1b}[31mb',
  ],
])('%o is the line %j', (facts, line) => {
  expect(transcriptLine(entryOf(facts))).toBe(line);
});

test('names the scenario whenever it changes', async () => {
  const run = await newRun();
  run.transcript(entryOf());
  run.transcript(entryOf({ iteration: 1 }));
  run.transcript(entryOf({ scenario: 'quota', status: 429, outcome: '429' }));
  await run.close({ interrupted: false });
  expect(await readFile(join(run.path, 'transcript.log'), 'utf8')).toBe(
    [
      '--- burst',
      '✓ user_1_q1: 200 (34ms)',
      '✓ user_1_q2: 200 (34ms)',
      '--- quota',
      '✗ user_1_q1: 429 (34ms) 429',
      '',
    ].join('\n'),
  );
});
