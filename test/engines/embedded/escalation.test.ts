import { expect, test } from 'vitest';
import { Escalation } from '../../../src/engines/pacing/escalation.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve } from './harness.ts';

const answer = ([status, wait]: readonly [number, string?]) => ({
  status,
  header: (name: string) => (name === 'retry-after' ? wait : undefined),
});

test.each([
  [
    'a fixed window that counts down',
    [
      [429, '3'],
      [429, '2'],
      [429, '1'],
    ],
    false,
  ],
  ['the next window, after it let through', [[429, '1'], [200], [429, '5']], false],
  [
    'a second more, by rounding',
    [
      [429, '2'],
      [429, '3'],
    ],
    false,
  ],
  [
    'a restart at each rejection',
    [
      [429, '5'],
      [429, '5'],
      [429, '5'],
    ],
    false,
  ],
  [
    'a backoff',
    [
      [429, '2'],
      [429, '4'],
    ],
    true,
  ],
  ['a ban', [[429, '2'], [403], [429, '60']], true],
  ['no word of waiting', [[429], [429, 'soon'], [429, '2']], false],
] as const)('%s', (_, answers, grows) => {
  const escalation = new Escalation();
  expect(answers.some((each) => escalation.note(answer(each)))).toBe(grows);
});

const flood: ScenarioInput = {
  executor: 'shared-iterations',
  kind: 'flood',
  vus: 2,
  iterations: 200,
  requests: ['home'],
};

test('a flood ends when the limiter asks to wait longer and longer', async () => {
  let rejected = 0;
  const { url } = await serve((_, response) => {
    rejected += 1;
    response.writeHead(429, { 'retry-after': String(2 ** rejected) }).end();
  });
  const { scenarios } = await load({ url, scenarios: { flood } });
  expect(rejected).toBeLessThan(10);
  expect(scenarios[0]?.stopped).toContain('longer');
});

test('a flood goes on against a limiter that counts down', async () => {
  let asked = 0;
  const { url } = await serve((_, response) => {
    asked += 1;
    response.writeHead(asked > 20 ? 429 : 200, { 'retry-after': '2' }).end();
  });
  const { scenarios } = await load({ url, scenarios: { flood } });
  expect(asked).toBe(200);
  expect(scenarios[0]?.stopped).toBeUndefined();
});
