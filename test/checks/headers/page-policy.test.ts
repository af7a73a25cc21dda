import { pagePolicy } from '../../../checks/headers/page-policy.ts';
import { type Case, suite, undeclared } from '../web.ts';
import { declaredPage, page } from './pages.ts';

const NAME = 'content-security-policy';
/** The defaults of helmet 8. */
const HELMET =
  "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';" +
  "img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';" +
  "style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests";

const GOOD: readonly (string | string[])[] = [
  HELMET,
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'",
  "default-src 'none'",
  "script-src 'nonce-AAAAAAAAAAA' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'; base-uri 'none'",
  "script-src 'self' 'report-sha256'; object-src 'none'; fenced-frame-src 'none'",
  "script-src https://cdnjs.cloudflare.com; object-src 'none'",
  ["script-src 'unsafe-inline'", "default-src 'none'"],
  "script-src *, default-src 'self'",
];
const BAD: readonly (string | string[])[] = [
  "script-src 'unsafe-inline'; object-src 'none'",
  'default-src *',
  "script-src https:; object-src 'none'",
  "frame-ancestors 'none'",
  "default-src 'self' script-src 'self'",
  ["script-src 'unsafe-inline'", 'script-src *'],
];
const cases = (outcome: Case['outcome'], values: readonly (string | string[])[]) =>
  Object.fromEntries(
    values.map((value) => [
      `${outcome}: ${JSON.stringify(value)}`,
      { outcome, web: page({ [NAME]: value }), against: declaredPage('html') },
    ]),
  );

suite(pagePolicy, {
  'passes on a correct service': {
    outcome: 'pass',
    web: page({ [NAME]: HELMET }),
    against: declaredPage('html'),
  },
  ...cases('pass', GOOD),
  ...cases('fail', BAD),
  'fails without a policy': {
    outcome: 'fail',
    severity: 'medium',
    web: page({}),
    against: declaredPage('html'),
  },
  'fails when it only reports': {
    outcome: 'fail',
    web: page({ 'content-security-policy-report-only': HELMET }),
    against: declaredPage('html'),
  },
  'leaves it open when no page comes': {
    outcome: 'inconclusive',
    against: (against) => ({ ...against, policy: { headers: { endpoints: ['live'], profile: 'html' } } }),
  },
  'does not apply to an API': { outcome: 'not_applicable', web: page({}), against: declaredPage('api') },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
