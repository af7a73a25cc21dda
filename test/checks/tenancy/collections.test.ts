import { collections } from '../../../checks/tenancy/collections.ts';
import { declaring, suite } from './service.ts';

suite(collections, {
  'fails when the list is not filtered': {
    outcome: 'fail',
    severity: 'critical',
    whose: ({ path }) => (path === '/notes' ? 'acme' : 'globex'),
  },
  'fails when a cursor opens the pages of its owner': {
    outcome: 'fail',
    message: /by the cursor/,
    whose: ({ tenant, query }) => (query.has('after') ? 'acme' : tenant),
  },
  'passes where a cursor of another is refused': {
    outcome: 'pass',
    answer: ({ tenant, query }) =>
      tenant === 'globex' && query.has('after') ? { status: 400, body: {} } : undefined,
  },
  'passes where the other tenant has no such list': {
    outcome: 'pass',
    answer: ({ tenant }) => (tenant === 'globex' ? { status: 403, body: {} } : undefined),
  },
  'does not apply without collections': {
    outcome: 'not_applicable',
    against: declaring({ collections: [] }),
  },
  'does not call what is not declared to be safe': {
    outcome: 'not_applicable',
    against: (service) => ({
      ...service,
      endpoints: { notes: { method: 'POST', path: '/notes', identity: 'users' } },
    }),
  },
  'leaves it open when everybody may read it': {
    outcome: 'inconclusive',
    message: /without any credentials/,
    answer: () => ({ status: 200, body: { data: [{ id: 'acme-1' }, { id: 'acme-3' }], next: 2 } }),
  },
  'leaves it open when the owner is shown nothing': {
    outcome: 'inconclusive',
    whose: () => 'globex',
  },
  'leaves it open when there is no cursor': {
    outcome: 'inconclusive',
    message: /next/,
    against: (service) => {
      const [first] = service.policy.tenancy!.collections!;
      const cursor = { json: '$.more', parameter: 'after', marker: 'acme-3' };
      return declaring({ collections: [{ ...first!, cursor }] })(service);
    },
  },
  'leaves it open when the token of the other is not accepted': {
    outcome: 'inconclusive',
    answer: ({ tenant }) => (tenant === 'globex' ? { status: 401, body: {} } : undefined),
  },
});
