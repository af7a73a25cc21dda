import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { tenantClaim } from '../../../checks/jwt/tenant-claim.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { type Against, runOne } from '../run.ts';
import { claimsOf, isSigned } from './lax.ts';

const SECRET = 'tenants-only-secret-of-more-than-32-bytes';
const MARKER = 'acme-confidential-0001';

/** Whether a token with this tenant may read the file of acme; undefined turns the token away. */
type Rule = (tenant: unknown) => boolean | undefined;

const CORRECT: Rule = (tenant) =>
  typeof tenant === 'string' && tenant !== '' ? tenant === 'acme' : undefined;

const pool = (tenant: string) =>
  ({ kind: 'jwt', key: SECRET, claims: { tenant }, subject: `${tenant}-{use}-{n}` }) as const;

async function judged(rule: Rule, change: Partial<Against> = {}) {
  const server = createServer((request, response) => {
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    const allowed = isSigned(token, SECRET) ? rule(claimsOf(token)['tenant']) : undefined;
    response.statusCode = allowed === undefined ? 401 : allowed ? 200 : 404;
    response.end(allowed ? MARKER : 'nothing');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const resource = { name: 'file', path: '/files/1', owner: 'users', intruder: 'strangers', marker: MARKER };
  try {
    return await runOne(tenantClaim, {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      pools: { users: pool('acme'), strangers: pool('globex') },
      endpoints: { file: { path: '/files/1', identity: 'users' } },
      policy: { jwt: { endpoint: 'file', identity: 'users' }, tenancy: { resources: [resource] } },
      ...change,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each<[string, CheckOutcome, RegExp, Rule, Partial<Against>]>([
  ['a correct service', 'pass', /5 tokens/, CORRECT, {}],
  ['one that answers 404 to whatever is no tenant', 'pass', /5 tokens/, (tenant) => tenant === 'acme', {}],
  ['no tenant sees all', 'fail', /no tenant/, (tenant) => tenant === undefined || CORRECT(tenant), {}],
  ['a blank tenant sees all', 'fail', /blank/, (tenant) => tenant === '' || CORRECT(tenant), {}],
  ['an unknown one sees all', 'fail', /not/, (tenant) => tenant !== 'globex', {}],
  ['the owner is turned away', 'inconclusive', /owner/, () => false, {}],
  [
    'the pools differ in no claim',
    'not_applicable',
    /differ in no claim/,
    CORRECT,
    { pools: { users: pool('acme'), strangers: pool('acme') } },
  ],
  ['nothing is declared', 'not_applicable', /declare policy/, CORRECT, { policy: {} }],
])('%s', async (_, outcome, message, rule, change) => {
  const finding = await judged(rule, change);
  expect(finding).toMatchObject({ outcome, message: expect.stringMatching(message) });
  if (outcome === 'fail') expect(finding.severity).toBe('critical');
});
