import { duplicates } from '../../../checks/headers/duplicates.ts';
import { type Case, type Lines, suite, undeclared } from '../web.ts';

const cases = (outcome: Case['outcome'], rows: readonly Lines[]) =>
  Object.fromEntries(
    rows.map((headers) => [
      `${outcome}: ${JSON.stringify(headers)}`,
      { outcome, web: { headers: () => headers, answer: bare }, severity: 'low' as const },
    ]),
  );
const bare = ({ url }: { url?: string | undefined }) =>
  url === '/live' || url === '/api/items' ? { status: 200, body: '{}' } : undefined;

suite(duplicates, {
  ...cases('pass', [
    { 'set-cookie': ['a=1', 'b=2'] },
    { vary: ['Origin', 'Accept-Encoding'], via: ['1.1 a', '1.1 b'], link: ['</a>', '</b>'] },
    { 'content-security-policy': ["default-src 'self'", "frame-ancestors 'none'"] },
    { 'referrer-policy': ['no-referrer', 'strict-origin'] },
    { 'www-authenticate': ['Basic realm="x"', 'Bearer'] },
    { 'x-content-type-options': ['nosniff', 'NOSNIFF'] },
    { 'strict-transport-security': ['max-age=1; includeSubDomains', 'max-age=1;includesubdomains;'] },
    { 'cache-control': ['no-store', 'max-age=0'] },
    { 'cache-control': ['private', 'no-cache'] },
    { server: ['nginx', 'app'] },
  ]),
  ...cases('fail', [
    { 'x-frame-options': ['DENY', 'SAMEORIGIN'] },
    { 'content-type': ['text/html', 'application/json'] },
    { 'strict-transport-security': ['max-age=31536000', 'max-age=0'] },
    { 'x-content-type-options': ['nosniff', 'sniff'] },
    { etag: ['"a"', '"b"'] },
    { 'cache-control': ['public, max-age=60', 'no-store'] },
  ]),
  'fails when only an error contradicts itself': {
    outcome: 'fail',
    web: {
      headers: (status): Lines => (status === 404 ? { 'x-frame-options': ['DENY', 'SAMEORIGIN'] } : {}),
    },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
