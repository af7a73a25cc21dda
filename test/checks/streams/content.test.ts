import { content } from '../../../checks/streams/content.ts';
import { event, head, ITEMS, itemsAfter, streamSuite } from './suite.ts';

const done = event('done', {});
const promise = { twin: { endpoint: 'items', items: '$.data[*]', event: 'item' } };
const items = itemsAfter(0);
const sending =
  (...parts: string[]) =>
  (_: unknown, response: Parameters<typeof head>[0]) =>
    void head(response).end(parts.join('') + done);

streamSuite(content, {
  'passes on the same items': { outcome: 'pass', message: /its 6 items/, promise },
  'passes on members in another order, and other events between': {
    outcome: 'pass',
    promise,
    stream: sending(
      event('progress', 50),
      ...ITEMS.map(({ id, text }) => `event: item\ndata: {"text":"${text}",\ndata:  "id": ${id}}\n\n`),
    ),
  },
  'passes on what is compared alone': {
    outcome: 'pass',
    promise: { twin: { ...promise.twin, value: '$.id' } },
    stream: sending(...ITEMS.map(({ id }) => event('item', { id, at: Date.now() }))),
  },
  'passes when the second comparison is right': {
    outcome: 'pass',
    promise,
    stream: (_, response, count) => head(response).end(items.slice(count === 1 ? 1 : 0).join('') + done),
  },
  'fails when an item is lost': {
    outcome: 'fail',
    message: /5 items rather than 6; .*item 3/,
    promise,
    stream: sending(...items.filter((_, index) => index !== 2)),
  },
  'fails when an item comes twice': { outcome: 'fail', promise, stream: sending(items[0]!, ...items) },
  'fails when items swap places': {
    outcome: 'fail',
    message: /another order, from number 5 on/,
    promise,
    stream: sending(...items.slice(0, 4), items[5]!, items[4]!),
  },
  'fails when an item is another': {
    outcome: 'fail',
    message: /item 6 is/,
    promise,
    stream: sending(...items.slice(0, 5), event('item', { id: 6, text: 'none' })),
  },
  'leaves it open when there is nothing to compare': {
    outcome: 'inconclusive',
    message: /no items/,
    promise: { twin: { ...promise.twin, items: '$.nothing[*]' } },
  },
  'leaves it open when the stream is cut': {
    outcome: 'inconclusive',
    promise,
    stream: (_, response) => {
      head(response).write(items[0]!);
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
    },
  },
  'does not apply without a twin': { outcome: 'not_applicable' },
});
