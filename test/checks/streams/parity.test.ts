import { parity } from '../../../checks/streams/parity.ts';
import { type Case, correct, event, head, itemsAfter, streamSuite } from './suite.ts';

const done = event('done', {});
const items = itemsAfter(0).join('');
const isKnown = (request: { headers: { authorization?: string | undefined } }) =>
  request.headers.authorization === 'Bearer alice-token-0001';
const promise = {
  origin: 'https://app.example',
  refused: [{ name: 'bad', path: '/stream?bad', status: 400 }],
};

/** Correct for whoever is known, and for nobody else. */
const otherwise =
  (strangers: NonNullable<Case['stream']>): NonNullable<Case['stream']> =>
  (request, response, count) =>
    isKnown(request) ? correct(request, response) : strangers(request, response, count);

streamSuite(parity, {
  'passes on a correct stream': { outcome: 'pass', promise },
  'passes when strangers are sent to a login page': {
    outcome: 'pass',
    stream: otherwise((_, response) => response.writeHead(302, { location: '/login' }).end()),
  },
  'passes when an error is dressed as an event, with its status': {
    outcome: 'pass',
    stream: otherwise((_, response) =>
      response.writeHead(401, { 'content-type': 'text/event-stream' }).end(event('error', 'no')),
    ),
  },
  'fails when strangers are told in the stream': {
    outcome: 'fail',
    message: /without credentials is answered 200 and a stream with the events "error"/,
    stream: otherwise((_, response) => head(response).end(event('error', 'no'))),
  },
  'fails when strangers are told in the stream, in the words of everybody': {
    outcome: 'fail',
    endpoint: { path: '/stream', identity: 'users', stream: { terminal: { data: '[DONE]' } } },
    stream: (request, response) =>
      head(response).end(isKnown(request) ? 'data: 1\n\ndata: [DONE]\n\n' : 'data: {"error":"no"}\n\n'),
  },
  'fails when a bad call is told in the stream': {
    outcome: 'fail',
    message: /the call "bad" is answered 200/,
    promise,
    stream: (request, response) =>
      request.url?.includes('bad') ? head(response).end(event('error', 'bad')) : correct(request, response),
  },
  'fails when a bad call is served': {
    outcome: 'fail',
    promise,
    stream: (request, response) => {
      if (!request.url?.includes('bad')) return correct(request, response);
      return head(response).end(items + done);
    },
  },
  'fails when a bad call is refused otherwise': {
    outcome: 'fail',
    message: /answered 400 rather than 404/,
    promise: { refused: [{ ...promise.refused[0]!, status: 404 }] },
  },
  'fails when the stream lacks the grant': {
    outcome: 'fail',
    message: /lacks the grant/,
    promise: { origin: 'https://other.example' },
  },
  'leaves it open when the stream is open to everybody': {
    outcome: 'inconclusive',
    message: /open to everybody/,
    stream: (_, response) => head(response).end(items + done),
  },
  'leaves it open when refusals are server errors': {
    outcome: 'inconclusive',
    stream: otherwise((_, response) => response.writeHead(500).end()),
  },
  'leaves it open when the right call fails': {
    outcome: 'inconclusive',
    stream: (_, response) => response.writeHead(403).end(),
  },
  'does not apply to public streams': {
    outcome: 'not_applicable',
    endpoint: { path: '/stream', identity: undefined },
  },
});
