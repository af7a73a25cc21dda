import { framing } from '../../../checks/headers/framing.ts';
import { type Case, type Lines, suite, undeclared } from '../web.ts';
import { declaredPage, page } from './pages.ts';

const cases = (outcome: Case['outcome'], rows: readonly Lines[]) =>
  Object.fromEntries(
    rows.map((headers) => [
      `${outcome}: ${JSON.stringify(headers)}`,
      { outcome, web: page(headers), against: declaredPage('html'), severity: 'medium' as const },
    ]),
  );

suite(framing, {
  'passes on a correct service, which has no pages': { outcome: 'pass' },
  ...cases('pass', [
    { 'x-frame-options': 'deny' },
    { 'x-frame-options': 'SAMEORIGIN' },
    { 'x-frame-options': ['SAMEORIGIN', 'SAMEORIGIN'] },
    { 'x-frame-options': ['DENY', 'SAMEORIGIN'] },
    { 'content-security-policy': "frame-ancestors 'none'" },
    { 'content-security-policy': "default-src 'self'; Frame-Ancestors https://app.shop.example" },
    { 'content-security-policy': "frame-ancestors 'self'", 'x-frame-options': 'ALLOWALL' },
    { 'content-security-policy': ['frame-ancestors *', "frame-ancestors 'self'"] },
  ]),
  ...cases('fail', [
    {},
    { 'x-frame-options': 'ALLOWALL' },
    { 'x-frame-options': 'ALLOW-FROM https://app.shop.example' },
    { 'content-security-policy': "default-src 'self'" },
    { 'content-security-policy': 'frame-ancestors *' },
    { 'content-security-policy': 'frame-ancestors https:', 'x-frame-options': 'DENY' },
    { 'content-security-policy-report-only': "frame-ancestors 'none'" },
  ]),
  'notes a page of an API': {
    outcome: 'pass',
    message: /every site/,
    web: page({}),
    against: declaredPage('api'),
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
