import { lastEvent } from '../../../checks/streams/last-event.ts';
import { event, head, streamSuite } from './suite.ts';

const done = event('done', {});
const ending = (end: string) => (_: unknown, response: Parameters<typeof head>[0]) =>
  void head(response).end(event('item', 1) + end);

streamSuite(lastEvent, {
  'passes on a correct stream': { outcome: 'pass' },
  'passes on CRLF': { outcome: 'pass', stream: ending(done.replaceAll('\n', '\r\n')) },
  'passes on CR': { outcome: 'pass', stream: ending(done.replaceAll('\n', '\r')) },
  'passes on more blank lines than needed': { outcome: 'pass', stream: ending(`${done}\n\n`) },
  'passes on a comment at the end': { outcome: 'pass', stream: ending(`${done}: data follows no more`) },
  'passes on fields without data at the end': {
    outcome: 'pass',
    stream: ending(`${done}retry: 100\nid: 5\n`),
  },
  'fails when the blank line is missing': {
    outcome: 'fail',
    message: /inside an event/,
    stream: ending('event: done\ndata: {}\n'),
  },
  'fails when the line end is missing too': { outcome: 'fail', stream: ending('data: x') },
  'fails when the blank line is not blank': { outcome: 'fail', stream: ending('data: x\n \n') },
  'fails on CRLF without a blank line': { outcome: 'fail', stream: ending('event: done\r\ndata: x\r\n') },
  'leaves it open when it is cut': {
    outcome: 'inconclusive',
    stream: (_, response) => {
      head(response).write('data: x\n');
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
    },
  },
  'does not apply without a terminal event': {
    outcome: 'not_applicable',
    endpoint: { path: '/stream', stream: undefined },
    promise: { heartbeat: '1s' },
  },
});
