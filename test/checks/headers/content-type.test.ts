import { contentType } from '../../../checks/headers/content-type.ts';
import { type Answer, type Case, suite, undeclared } from '../web.ts';

const HTML = 'text/html; charset=utf-8';

/** Every answer of this type and body; errors stay as they are. */
const live = (
  type: string | undefined,
  body: string,
  more: Answer['headers'] = {},
): NonNullable<Case['web']> => ({
  answer: ({ url }) =>
    url === '/live'
      ? { status: 200, headers: { ...(type !== undefined && { 'content-type': type }), ...more }, body }
      : { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not Found' },
});
const only: NonNullable<Case['against']> = (against) => ({
  ...against,
  policy: { headers: { endpoints: ['live'] } },
});
const table = (outcome: Case['outcome'], rows: readonly [name: string, NonNullable<Case['web']>][]) =>
  Object.fromEntries(
    rows.map(([name, web]) => [name, { outcome, web, against: only, severity: 'low' as const }]),
  );

suite(contentType, {
  'passes on a correct service': { outcome: 'pass', web: live('application/json', '{"a":1}'), against: only },
  ...table('pass', [
    ['JSON with a suffix', live('application/problem+json; charset=utf-8', '{"title":"x"}')],
    ['JSON behind a guard', live('application/json', ')]}\',\n{"a":1}')],
    ['JSON with a mark of its order', live('application/json', '\ufeff{"a":1}')],
    ['JSON in another encoding', live('application/json; charset=utf-16le', 'ÿþ{\u0000')],
    ['compressed JSON', live('application/json', 'not readable', { 'content-encoding': 'gzip' })],
    ['lines of JSON', live('application/x-ndjson', '{"a":1}\n{"a":2}')],
    ['JSON as plain text', live('text/plain', '{"a":1}')],
    [
      'a page of ASCII without a charset, as of nginx',
      live('text/html', '<html><center>nginx</center></html>'),
    ],
    ['a page that names its charset itself', live('text/html', '<meta charset="utf-8"><p>Grüße')],
    ['a page beyond ASCII', live(HTML, '<p>Grüße')],
    ['a page that begins with a bracket', live(HTML, '[draft] <p>Hello')],
    ['metrics', live('text/plain; version=0.0.4', '# TYPE up gauge\nup 1\n')],
    ['nothing at all', live(undefined, '')],
  ]),
  ...table('fail', [
    ['JSON as a page', live(HTML, '{"name":"<b>"}')],
    ['a list as a page', live('text/html', '[{"a":1}]')],
    ['a page as JSON', live('application/json', '<!doctype html><p>Hello')],
    ['no type', live(undefined, 'Hello')],
    ['a page beyond ASCII without a charset', live('text/html', '<p>Grüße')],
  ]),
  'passes on a number that is a secret as well, and stored as one': {
    outcome: 'pass',
    web: {
      answer: () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"n":123456789012345}',
      }),
    },
    against: (against) => ({
      ...against,
      policy: { headers: { endpoints: ['items'] } },
      pools: { users: { kind: 'static', tokens: ['123456789012345'], use: 'check' } },
    }),
  },
  'fails more when the path of a stranger comes back in it': {
    outcome: 'fail',
    severity: 'medium',
    against: only,
    web: {
      answer: ({ url }) => ({
        status: url === '/live' ? 200 : 404,
        headers: { 'content-type': url === '/live' ? 'application/json' : HTML },
        body: JSON.stringify({ path: url }),
      }),
    },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500, headers: { 'content-type': 'application/json' } }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
