import { completion } from '../../../checks/streams/completion.ts';
import { event, head, itemsAfter, streamSuite, write } from './suite.ts';

const done = event('done', {});
const items = itemsAfter(0);

streamSuite(completion, {
  'passes on a correct stream': { outcome: 'pass' },
  'passes on CRLF line ends and a byte order mark': {
    outcome: 'pass',
    stream: (_, response) =>
      head(response).end(`\uFEFF${[...items, done].join('').replaceAll('\n', '\r\n')}`),
  },
  'passes on CR line ends that are cut in the middle': {
    outcome: 'pass',
    stream: async (_, response) => {
      const all = [...items, done].join('').replaceAll('\n', '\r');
      await write(head(response), [all.slice(0, 30), all.slice(30, -1), all.slice(-1)], 30);
      response.end();
    },
  },
  'passes on comments after the terminal event': {
    outcome: 'pass',
    stream: (_, response) => head(response).end(`${items.join('')}${done}: bye`),
  },
  'passes on a stream that ends with its connection, as in HTTP/1.0': {
    outcome: 'pass',
    stream: (_, response) => {
      response.socket?.write('HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n');
      response.socket?.end(items.join('') + done);
    },
  },
  'passes on a connection that is closed after the answer': {
    outcome: 'pass',
    stream: (_, response) => head(response, { connection: 'close' }).end(items.join('') + done),
  },
  'passes when it is left to the client to hang up': {
    outcome: 'pass',
    endpoint: { path: '/stream', timeout: '300ms' },
    stream: (_, response) => head(response).write(items.join('') + done),
  },
  'passes when one of three streams is lost': {
    outcome: 'pass',
    stream: (_, response, count) => {
      head(response).write(items[0]!);
      if (count === 1) response.socket?.resetAndDestroy();
      else response.end(done);
    },
  },
  'passes on a terminal event known by its data': {
    outcome: 'pass',
    endpoint: { path: '/stream', stream: { terminal: { data: '[DONE]' } } },
    stream: (_, response) => head(response).end('data: {"token":"a"}\n\ndata: [DONE]\n\n'),
  },
  'passes on a terminal event beyond what is stored': {
    outcome: 'pass',
    stream: (_, response) => head(response).end(`data: ${'x'.repeat(100_000)}\n\n${done}`),
  },
  'fails without its terminal event': {
    outcome: 'fail',
    message: /ends after 6 events/,
    stream: (_, response) => head(response).end(items.join('')),
  },
  'fails when it is reset': {
    outcome: 'fail',
    message: /is cut/,
    stream: (_, response) => {
      head(response).write(items[0]!);
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
  },
  'fails when its last chunk is missing': {
    outcome: 'fail',
    message: /is cut .* after its terminal event/,
    stream: (_, response) => {
      head(response).write(items.join('') + done);
      setTimeout(() => response.socket?.end(), 20);
    },
  },
  'leaves it open when it goes on and on': {
    outcome: 'inconclusive',
    endpoint: { path: '/stream', timeout: '200ms' },
    stream: (_, response) => head(response).write(items.join('')),
  },
  'leaves it open when it is busy': {
    outcome: 'inconclusive',
    stream: (_, response) => response.writeHead(500).end(),
  },
  'leaves it open when it hangs up before it answers': {
    outcome: 'inconclusive',
    stream: (request) => request.socket.destroy(),
  },
  'does not apply without a terminal event': {
    outcome: 'not_applicable',
    endpoint: { path: '/stream', stream: undefined },
    promise: { heartbeat: '1s' },
  },
});
