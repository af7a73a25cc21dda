import { expect, test } from 'vitest';
import { missingInstances } from '../../../../src/engines/k6/results/instances.ts';

const named = (...ids: (string | undefined)[]) => ids.map((id, index) => ({ id, name: `file-${index}` }));

test.each<[string, (string | undefined)[], number | undefined, [string, RegExp][]]>([
  ['all of them', ['1', '2', '3'], 3, []],
  ['nobody says how many', ['2'], undefined, []],
  ['one of three, by its number', ['1', '3'], 3, [['missing_instance', /^instance 2 of 3 /]]],
  [
    'two of three',
    ['2'],
    3,
    [
      ['missing_instance', /^instance 1 of 3 /],
      ['missing_instance', /^instance 3 of 3 /],
    ],
  ],
  ['one of names of their own', ['a', 'b'], 3, [['missing_instance', /^1 of 3 .*file-0, file-1$/]]],
  ['one that has no name', [undefined, undefined], 3, [['missing_instance', /^1 of 3 /]]],
  ['more than there should be', ['1', '2', '3'], 2, [['broken_result', /^3 instances .* 2 are wanted/]]],
  ['the same one twice', ['1', '1'], 2, [['broken_result', /^file-0 and file-1 are both of instance 1$/]]],
  ['none at all', [], 1, [['missing_instance', /^instance 1 of 1 /]]],
])('%s', (_, ids, wanted, reasons) => {
  expect(missingInstances(named(...ids), wanted)).toEqual(
    reasons.map(([code, text]) => ({ code, text: expect.stringMatching(text) })),
  );
});
