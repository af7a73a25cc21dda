import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../src/model/exchange.ts';
import { readAnswer, sameAnswer } from '../../../src/probe/tokens/answer.ts';

const answer = (status: number, body = ''): Exchange => ({
  id: 'x#1',
  check: 'x',
  role: 'probe',
  arm: 'canary',
  at: 0,
  request: { method: 'GET', url: '/', headers: [] },
  response: { status, headers: [], body, bodyBytes: body.length, truncated: false },
  timing: { sent: 0, ended: 1 },
});
const silent = (): Exchange => {
  const { response: _, ...rest } = answer(200);
  return { ...rest, error: { code: 'ECONNRESET', message: '' } };
};

describe('an answer is read by comparison with the baselines', () => {
  const baselines = {
    valid: [answer(200, '{"data":[1],"subject":"a"}')],
    refused: [answer(404, 'nothing here'), answer(302)],
  };
  test.each([
    ['the form of the valid answer', answer(200, '{"subject":"b","data":[]}'), 'accepted'],
    ['another form', answer(200, '{"error":"invalid token"}'), 'unclear'],
    ['another status of success', answer(204), 'unclear'],
    ['401', answer(401), 'rejected'],
    ['403', answer(403), 'rejected'],
    ['400', answer(400), 'rejected'],
    ['what no token is answered', answer(404), 'rejected'],
    ['a login page', answer(302), 'rejected'],
    ['some other 4xx', answer(410), 'unclear'],
    ['429', answer(429), 'unclear'],
    ['500', answer(500), 'unclear'],
    ['503', answer(503), 'unclear'],
    ['nothing', silent(), 'unclear'],
  ] as const)('%s', (_, exchange, reading) => {
    expect(readAnswer(exchange, baselines)).toBe(reading);
  });
});

describe('bodies are the same', () => {
  test.each([
    ['but for members that differ in value', '{"a":1}', '{"a":2}', true],
    ['not with other members', '{"a":1}', '{"b":1}', false],
    ['lists of any length', '[1]', '[]', true],
    ['but for ids and numbers', 'hello 12, id 0f3a9b4e77', 'hello 7, id aa3a9b4e71', true],
    ['not with other text', 'hello', 'goodbye', false],
    ['but for placeholders', 'to «one»', 'to «two 2»', true],
  ])('%s', (_, one, other, same) => {
    expect(sameAnswer(answer(200, one), answer(200, other))).toBe(same);
  });
});
