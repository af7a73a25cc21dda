import { mediaType } from '../../../checks/streams/media-type.ts';
import { event, head, streamSuite } from './suite.ts';

const done = event('done', {});
const GET_CACHED = { 'cache-control': 'public, max-age=3600' };

streamSuite(mediaType, {
  'passes on a correct stream': { outcome: 'pass' },
  'passes with parameters, in any case': {
    outcome: 'pass',
    stream: (_, response) =>
      head(response, { 'content-type': 'Text/Event-Stream; Charset="UTF-8"' }).end(done),
  },
  'passes without Cache-Control, and with Content-Length, where nothing is said of it': {
    outcome: 'pass',
    stream: (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream', 'content-length': Buffer.byteLength(done) })
        .end(done),
  },
  'passes on characters of many bytes that are cut in two on the way': {
    outcome: 'pass',
    stream: async (_, response) => {
      const bytes = Buffer.from(`data: “héllo” 🎉\n\n${done}`);
      head(response).write(bytes.subarray(0, 7));
      await new Promise((resolve) => setTimeout(resolve, 30));
      response.write(bytes.subarray(7, 21));
      await new Promise((resolve) => setTimeout(resolve, 30));
      response.end(bytes.subarray(21));
    },
  },
  'passes on a stream that asks for its media type': {
    outcome: 'pass',
    stream: (request, response) =>
      request.headers.accept === 'text/event-stream' ? head(response).end(done) : response.end('{}'),
  },
  'passes where caching is declared': {
    outcome: 'pass',
    cache: { stream: 'public' },
    stream: (_, response) => head(response, GET_CACHED).end(done),
  },
  'passes where no-cache stands beside a lifetime': {
    outcome: 'pass',
    stream: (_, response) => head(response, { 'cache-control': 'no-cache, max-age=5' }).end(done),
  },
  'fails on another media type': {
    outcome: 'fail',
    message: /media type is "text\/plain"/,
    stream: (_, response) => head(response, { 'content-type': 'text/plain' }).end(done),
  },
  'fails without a media type': {
    outcome: 'fail',
    message: /absent/,
    stream: (_, response) => response.end(done),
  },
  'fails on another charset': {
    outcome: 'fail',
    message: /iso-8859-1/,
    stream: (_, response) =>
      head(response, { 'content-type': 'text/event-stream;charset=iso-8859-1' }).end(done),
  },
  'fails on bytes that are no UTF-8': {
    outcome: 'fail',
    message: /no UTF-8/,
    stream: (_, response) => head(response).end(Buffer.from(`data: h\xe9\n\n${done}`, 'latin1')),
  },
  'fails when caches may keep it': {
    outcome: 'fail',
    message: /max-age=3600/,
    stream: (_, response) => head(response, GET_CACHED).end(done),
  },
  'fails on Content-Length where events are declared to come one by one': {
    outcome: 'fail',
    message: /Content-Length/,
    promise: { arrivesOver: '100ms' },
    stream: (_, response) => head(response, { 'content-length': String(done.length) }).end(done),
  },
  'leaves it open when it is refused': {
    outcome: 'inconclusive',
    stream: (_, response) => response.writeHead(401).end(),
  },
  'leaves it open when there is no stream now': {
    outcome: 'inconclusive',
    stream: (_, response) => response.writeHead(204).end(),
  },
  'leaves it open when it is compressed unasked': {
    outcome: 'inconclusive',
    message: /compressed/,
    stream: (_, response) =>
      head(response, { 'content-encoding': 'gzip' }).end(Buffer.from([0x1f, 0x8b, 8, 255])),
  },
  'does not apply without a stream': {
    outcome: 'not_applicable',
    endpoint: { path: '/stream', stream: undefined },
  },
});
