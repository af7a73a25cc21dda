import { expect, test } from 'vitest';
import { findingOf } from '../../src/probe/finding.ts';
import { checkOf } from './fake.ts';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const accept = (until: string, check = 'cors') => ({ accept: [{ check, reason: 'known', until }] });
const judged = (settings: Parameters<typeof findingOf>[2], outcome: 'fail' | 'pass' = 'fail') =>
  findingOf(checkOf(), { outcome, message: 'Seen.', severity: 'low' }, settings, NOW);

test.each([
  ['not accepted', {}, undefined, 'Seen.'],
  ['another check is accepted', accept('2027-01-01', 'jwt'), undefined, 'Seen.'],
  ['accepted for long', accept('2027-01-01'), '2027-01-01', 'Seen.'],
  [
    'accepted, and soon no longer',
    accept('2026-06-20'),
    '2026-06-20',
    'Seen. (Accepted until 2026-06-20: 5 days left.)',
  ],
  [
    'accepted until tonight',
    accept('2026-06-15'),
    '2026-06-15',
    'Seen. (Accepted until 2026-06-15: 0 days left.)',
  ],
  [
    'no longer accepted',
    accept('2026-06-14'),
    undefined,
    'Seen. (It was accepted until 2026-06-14; that has expired.)',
  ],
  [
    'accepted anew',
    { accept: [...accept('2026-06-14').accept, ...accept('2027-01-01').accept] },
    '2027-01-01',
    'Seen.',
  ],
])('%s', (_, settings, until, message) => {
  const finding = judged(settings);
  expect(finding.accepted?.until).toBe(until);
  expect(finding).toMatchObject({ message, severity: 'low', title: 'It is as it should be' });
});

test('what did not fail needs no acceptance', () => {
  expect(judged(accept('2027-01-01'), 'pass').accepted).toBeUndefined();
});

test.each([
  ['none is given', [], 'low', undefined],
  ['one of another check', [['jwt', 'high']], 'low', undefined],
  ['the same', [['cors', 'low']], 'low', undefined],
  ['a higher one', [['cors/fake', 'critical']], 'critical', 'low'],
  [
    'the last one counts',
    [
      ['cors', 'info'],
      ['cors/fake', 'medium'],
    ],
    'medium',
    'low',
  ],
] as const)('the severity that a plan gives: %s', (_, given, severity, from) => {
  const settings = given.map(([check, to]) => ({ check, severity: to, reason: 'ours' }));
  const finding = judged({ severity: settings });
  expect(finding.severity).toBe(severity);
  expect(finding.severityGiven).toEqual(from && { from, reason: 'ours' });
});
