import { expect, test } from 'vitest';
import { readPromql } from '../../src/http/promql.ts';

const vector = (...values: string[]) => ({
  status: 'success',
  data: { resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [1.5, value] })) },
});

test.each([
  ['one series', vector('0.42'), { state: 'value', value: 0.42 }],
  [
    'a scalar',
    { status: 'success', data: { resultType: 'scalar', result: [1, '3e-05'] } },
    { state: 'value', value: 0.00003 },
  ],
  ['zero', vector('0'), { state: 'value', value: 0 }],
  [
    'infos are only noted',
    { ...vector('1'), infos: ['fixed'] },
    { state: 'value', value: 1, detail: 'fixed' },
  ],
  ['NaN', vector('NaN'), { state: 'no_data' }],
  ['an empty vector', vector(), { state: 'no_data' }],
  ['+Inf', vector('+Inf'), { state: 'error' }],
  ['-Inf', vector('-Inf'), { state: 'error' }],
  ['several series', vector('1', '2'), { state: 'error' }],
  ['warnings', { ...vector('1'), warnings: ['a store did not answer'] }, { state: 'error' }],
  ['a range', { status: 'success', data: { resultType: 'matrix', result: [] } }, { state: 'error' }],
  ['a string', { status: 'success', data: { resultType: 'string', result: [1, 'x'] } }, { state: 'error' }],
  [
    'a histogram',
    { status: 'success', data: { resultType: 'vector', result: [{ histogram: [] }] } },
    { state: 'error' },
  ],
  [
    'an error',
    { status: 'error', errorType: 'bad_data', error: 'parse error' },
    { state: 'error', detail: 'bad_data: parse error' },
  ],
  ['something else', { hello: 'world' }, { state: 'error' }],
  ['nothing', undefined, { state: 'error' }],
])('%s', (_, body, wanted) => {
  const reading = readPromql(body);
  expect(reading).toMatchObject(wanted);
  if (reading.state !== 'value') expect(reading).toMatchObject({ detail: expect.stringMatching(/./) });
});
