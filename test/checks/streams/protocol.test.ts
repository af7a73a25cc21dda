import type { IncomingMessage } from 'node:http';
import { protocol } from '../../../checks/streams/protocol.ts';
import { correct, event, head, ITEMS, itemsAfter, streamSuite, write } from './suite.ts';

const done = event('done', {});
const sending =
  (...parts: string[]) =>
  (_: unknown, response: Parameters<typeof head>[0]) =>
    void head(response).end(parts.join('') + done);
const all = { ids: 'sequential', resume: true, retry: { max: '2s' }, heartbeat: '1s' } as const;
const resuming =
  (after: (from: number) => string[]) =>
  ({ headers }: IncomingMessage, response: Parameters<typeof head>[0]) =>
    void head(response).end(after(Number(headers['last-event-id'] ?? 0)).join('') + done);

streamSuite(protocol, {
  'passes on a correct stream': { outcome: 'pass', promise: all },
  'passes on ids that are no numbers': {
    outcome: 'pass',
    promise: { ids: 'unique' },
    stream: sending(event('item', 1, 'a-1'), event('item', 2, 'b-9')),
  },
  'passes when new events follow the resumed ones': {
    outcome: 'pass',
    promise: { resume: true },
    stream: resuming((from) => [...itemsAfter(from), ...(from > 0 ? [event('item', 7, 7)] : [])]),
  },
  'passes when several events share an id': {
    outcome: 'pass',
    promise: { resume: true },
    stream: resuming((from) => itemsAfter(from).flatMap((item) => [item, item])),
  },
  'passes on a stream without an end that stays lively': {
    outcome: 'pass',
    promise: { heartbeat: '300ms', watch: '900ms' },
    endpoint: { path: '/stream', stream: undefined },
    stream: (_, response) => {
      head(response).write(': hello\n\n');
      const timer = setInterval(() => response.write(': still here\n\n'), 150);
      response.on('close', () => clearInterval(timer));
    },
  },
  'passes when it was silent once': {
    outcome: 'pass',
    promise: { heartbeat: '200ms' },
    stream: async (_, response, count) => {
      await write(head(response), itemsAfter(0), count === 1 ? 600 : 10);
      response.end(done);
    },
    endpoint: { path: '/stream', timeout: '8s' },
  },
  'fails when an event has no id': {
    outcome: 'fail',
    message: /1 of 2 events have no id/,
    promise: { ids: 'unique' },
    stream: sending(event('item', 1, 1), event('item', 2)),
  },
  'fails when an id comes twice': {
    outcome: 'fail',
    message: /"1" comes twice/,
    promise: { ids: 'unique' },
    stream: sending(event('item', 1, 1), event('item', 2, 1)),
  },
  'fails when an id is left out': {
    outcome: 'fail',
    message: /"3" follows "1"/,
    promise: { ids: 'sequential' },
    stream: sending(event('item', 1, 1), event('item', 3, 3)),
  },
  'fails when sequential ids are no numbers': {
    outcome: 'fail',
    promise: { ids: 'sequential' },
    stream: sending(event('item', 1, 'one')),
  },
  'fails when retry is no number': {
    outcome: 'fail',
    message: /"3s", and clients understand digits alone/,
    promise: { ids: 'unique' },
    stream: sending('retry: 3s\n\n', event('item', 1, 1)),
  },
  'fails when retry is out of range': {
    outcome: 'fail',
    message: /retry is 60000 ms/,
    promise: { retry: { max: '10s' } },
    stream: sending('retry: 60000\n\n'),
  },
  'fails when retry is missing': {
    outcome: 'fail',
    message: /no retry time/,
    promise: { retry: { max: '10s' } },
    stream: sending(event('item', 1)),
  },
  'fails when events are sent again': {
    outcome: 'fail',
    message: /after Last-Event-ID "3" the event "1" is sent again/,
    promise: all,
    stream: (request, response) => {
      delete request.headers['last-event-id'];
      return correct(request, response);
    },
  },
  'fails when an event is left out after resuming': {
    outcome: 'fail',
    message: /"4" is not sent/,
    promise: { resume: true },
    stream: resuming((from) => itemsAfter(from > 0 ? from + 1 : 0)),
  },
  'fails when it is silent for too long, each time': {
    outcome: 'fail',
    message: /silent for/,
    promise: { heartbeat: '100ms' },
    stream: async (_, response) => {
      await write(head(response), [event('item', 1), event('item', 2)], 700);
      response.end(done);
    },
  },
  'leaves it open when ids are new each time': {
    outcome: 'inconclusive',
    message: /differs from reading to reading/,
    promise: { ids: 'unique', resume: true },
    stream: (_, response, count) =>
      head(response).end(ITEMS.map(({ id }) => event('item', id, `${count}-${id}`)).join('') + done),
  },
  'leaves it open when it is cut': {
    outcome: 'inconclusive',
    promise: { ids: 'unique' },
    stream: (_, response) => {
      head(response).write(event('item', 1));
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
    },
  },
  'does not apply unless it is declared': { outcome: 'not_applicable' },
});
