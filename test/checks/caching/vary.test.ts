import type { IncomingMessage } from 'node:http';
import { vary } from '../../../checks/caching/vary.ts';
import { type Case, type Lines, suite, undeclared } from '../web.ts';

const LONG = { 'cache-control': 'public, max-age=60' };
const against: NonNullable<Case['against']> = (service) => ({
  ...service,
  policy: { cache: { live: 'public' } },
});
const live = (headers: (request: IncomingMessage, count: number) => Lines): NonNullable<Case['web']> => ({
  answer: (request, count) =>
    request.url === '/live'
      ? { status: 200, headers: { ...LONG, ...headers(request, count) }, body: '{}' }
      : undefined,
});
const language = ({ headers }: IncomingMessage) =>
  /^de/.test(headers['accept-language'] ?? '') ? 'de' : 'en';
const gzipped = ({ headers }: IncomingMessage) => /gzip/.test(headers['accept-encoding'] ?? '');
const row = (outcome: Case['outcome'], headers: Parameters<typeof live>[0]): Case => ({
  outcome,
  web: live(headers),
  against,
});

suite(vary, {
  'passes on a correct service': { outcome: 'pass', web: live(() => ({})), against },
  'passes when Vary names the language': row('pass', (request) => ({
    'content-language': language(request),
    vary: ['Origin', 'accept-LANGUAGE'],
  })),
  'passes on Vary: *': row('pass', (request) => ({ 'content-language': language(request), vary: '*' })),
  'passes when only compressed answers name it': row('pass', (request) => ({
    ...(gzipped(request) && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
  })),
  'passes when nobody keeps it': row('pass', (request) => ({
    'content-language': language(request),
    'cache-control': 'no-store',
  })),
  'passes when only the browser keeps it': row('pass', (request) => ({
    'content-language': language(request),
    'cache-control': 'private, max-age=60',
  })),
  'passes when it is asked for each time': row('pass', (request) => ({
    'content-language': language(request),
    'cache-control': 'public, no-cache',
  })),
  'passes when the language changes by itself': row('pass', (_, count) => ({
    'content-language': count % 2 === 0 ? 'de' : 'en',
    vary: 'Origin',
  })),
  'fails on the language': {
    ...row('fail', (request) => ({ 'content-language': language(request) })),
    severity: 'low',
  },
  'fails on compression, as of nginx without gzip_vary': row('fail', (request) => ({
    ...(gzipped(request) && { 'content-encoding': 'gzip' }),
  })),
  'fails on the type': row('fail', ({ headers }) => ({
    'content-type': headers.accept === 'text/html' ? 'text/html; charset=utf-8' : 'application/json',
    vary: 'Accept-Encoding',
  })),
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
    against,
  },
  'does not apply to what is not public': { outcome: 'not_applicable' },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
