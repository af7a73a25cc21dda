import { setTimeout as sleep } from 'node:timers/promises';
import { incremental } from '../../../checks/streams/incremental.ts';
import { event, head, itemsAfter, streamSuite, write } from './suite.ts';

const done = event('done', {});
const items = itemsAfter(0);
const promise = { arrivesOver: '400ms' };

streamSuite(incremental, {
  'passes on a stream that comes bit by bit': {
    outcome: 'pass',
    promise,
    stream: async (_, response) => {
      await write(head(response), [...items, done], 80);
      response.end();
    },
  },
  'passes when one of three streams was held up on the way': {
    outcome: 'pass',
    promise,
    stream: async (_, response, count) => {
      if (count === 1) await sleep(500);
      await write(head(response), [...items, done], count === 1 ? 0 : 80);
      response.end();
    },
  },
  'fails when all of it comes at the end': {
    outcome: 'fail',
    message: /within \d+ ms at the end/,
    promise,
    stream: async (_, response) => {
      await sleep(500);
      head(response).end([...items, done].join(''));
    },
  },
  'fails when only comments come in time': {
    outcome: 'fail',
    promise,
    stream: async (_, response) => {
      await write(head(response), [': working\n\n', ': working\n\n'], 300);
      await sleep(300);
      response.end([...items, done].join(''));
    },
  },
  'leaves it open when the service was quicker': {
    outcome: 'inconclusive',
    message: /too soon to tell/,
    promise: { arrivesOver: '20s' },
  },
  'leaves it open when the stream is refused': {
    outcome: 'inconclusive',
    promise,
    stream: (_, response) => response.writeHead(404).end(),
  },
  'does not apply unless it is declared': { outcome: 'not_applicable', promise: { ids: 'unique' } },
});
