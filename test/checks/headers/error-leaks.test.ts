import { errorLeaks } from '../../../checks/headers/error-leaks.ts';
import { type Case, suite, undeclared } from '../web.ts';

/** A service whose 404 has this body. */
const missing = (body: string | ((path: string) => string)): NonNullable<Case['web']> => ({
  answer: ({ url = '' }) =>
    url.includes('canary-gate')
      ? { status: 404, body: typeof body === 'string' ? body : body(decodeURI(url.replace('%zz', '%25zz'))) }
      : undefined,
});
const cases = (outcome: Case['outcome'], rows: Readonly<Record<string, Parameters<typeof missing>[0]>>) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, body]) => [
      `${outcome}: ${name}`,
      { outcome, web: missing(body), severity: 'medium' as const },
    ]),
  );

const NODE =
  'TypeError: x is not a function\n    at handle (/srv/app/src/items.js:12:7)\n    at node:internal/process:1:1';

suite(errorLeaks, {
  ...cases('pass', {
    'the 404 of Express': (path) => `<!DOCTYPE html><pre>Cannot GET ${path}</pre>`,
    'the 404 of Fastify': (path) =>
      JSON.stringify({ message: `Route GET:${path} not found`, error: 'Not Found' }),
    'the 404 of nginx': '<html><head><title>404 Not Found</title></head><center>nginx</center></html>',
    'a problem (RFC 9457)':
      '{"type":"https://shop.example/problems/none","title":"Not Found","detail":"Error: none","instance":"/api/items/1"}',
    'the word error alone': 'Error: there is nothing here',
    'advice in words': 'Select an item from the list, or write to us at /help/contact.html; error at line 3.',
    'one path alone': '{"error":"no such file: /var/www/html/x.php"}',
    'the name of a class alone': '{"error":"com.shop.items.NotFoundException"}',
    'a path that was sent, and comes back': (path) => `Error: nothing at /srv/app${path}/index.js`,
  }),
  ...cases('fail', {
    'a stack of Node': NODE,
    'a stack in JSON': JSON.stringify({ error: 'not found', stack: NODE }),
    'the page of Express in development': `<pre>${NODE.replaceAll('\n', '<br>').replaceAll('    ', ' &nbsp; &nbsp;')}</pre>`,
    'a traceback of Python':
      'Traceback (most recent call last):\n  File "/srv/app/views.py", line 3, in get\nKeyError',
    'a stack of Java': 'java.lang.NullPointerException: null\n\tat com.shop.Items.get(Items.java:12)',
    'an error of PHP':
      'PHP Fatal error: Uncaught Exception: x in /var/www/html/index.php:3\n#0 /var/www/html/lib.php(12): get()',
    'SQL and its error':
      '{"error":"SQLSTATE[42S02]: SELECT * FROM items WHERE id = 1","path":"/srv/app/db.js"}',
    'the environment': '{"NODE_ENV":"development","DATABASE_URL":"postgres://shop:pw@db/shop"}',
  }),
  'fails on what a path tells that cannot be decoded': {
    outcome: 'fail',
    message: /the 400 of/,
    web: { answer: ({ url = '' }) => (url.includes('%zz') ? { status: 400, body: NODE } : undefined) },
  },
  'fails on what a text tells that is no JSON': {
    outcome: 'fail',
    message: /the 400 of POST/,
    web: {
      answer: ({ method, headers }) =>
        method === 'POST' && Number(headers['content-length']) > 15 ? { status: 400, body: NODE } : undefined,
    },
    against: (against) => ({
      ...against,
      policy: { headers: { endpoints: ['live', 'written'] } },
      endpoints: {
        ...against.endpoints,
        written: { method: 'POST', path: '/live', body: { a: 1 }, safe: true },
      },
    }),
  },
  'leaves it open when no error can be provoked': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 200 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
