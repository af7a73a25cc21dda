import { expect, test } from 'vitest';
import { pollSignals } from '../../src/run/signals.ts';

test('the last reading is the last to be recorded, however slow one before it is', async () => {
  const recorded: number[] = [];
  let turn = 0;
  const poll = pollSignals({
    signals: { pool: { json: '$.pool', unit: 'number', headers: {}, every: 20, timeout: 1000 } },
    read: async (signal) => {
      const value = turn++;
      await new Promise((resolve) => setTimeout(resolve, value === 1 ? 120 : 1));
      return { signal, state: 'value', value };
    },
    now: () => 0,
    record: ({ value }) => void recorded.push(value as number),
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  await poll.stop();
  expect(recorded.at(-1)).toBe(turn - 1);
  expect(recorded).toHaveLength(turn);
});
