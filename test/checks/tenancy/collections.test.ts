import { collections } from '../../../checks/tenancy/collections.ts';
import { type Answer, declaring, type Service, suite } from './service.ts';

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
  'passes where the other tenant hears nothing on a channel': {
    outcome: 'pass',
    against: onChannel,
    answer: ({ path, tenant }) => (path === '/channels/alice' ? channel(tenant === 'acme') : undefined),
  },
  'fails when the other tenant hears a channel': {
    outcome: 'fail',
    against: onChannel,
    answer: ({ path, tenant }) => (path === '/channels/alice' && tenant ? channel(true) : undefined),
  },
  'passes where an error repeats what was asked for': {
    outcome: 'pass',
    against: (service) => declaring({ collections: [{ ...first(service), cursor: undefined }] })(service),
    answer: ({ tenant, query }) =>
      tenant === 'globex' ? { status: 404, body: { error: `no ${query}` } } : undefined,
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
      const cursor = { json: '$.more', parameter: 'after', marker: 'acme-3' };
      return declaring({ collections: [{ ...first(service), cursor }] })(service);
    },
  },
  'leaves it open when the token of the other is not accepted': {
    outcome: 'inconclusive',
    answer: ({ tenant }) => (tenant === 'globex' ? { status: 401, body: {} } : undefined),
  },
});

function first(service: Service) {
  return service.policy.tenancy!.collections![0]!;
}

/** A stream of events, of which the owner alone may hear those of the notes. */
function channel(heard: boolean): Answer {
  const body = `${heard ? 'data: acme-1\n\n' : ': nothing\n\n'}event: done\ndata: 0\n\n`;
  return { status: 200, body, headers: { 'content-type': 'text/event-stream' } };
}

function onChannel(service: Service): Service {
  const path = '/channels/alice';
  const stream = { path, identity: 'users', stream: { terminal: { event: 'done' } } };
  const { cursor: _, ...collection } = first(service);
  const declared = declaring({ collections: [{ ...collection, endpoint: 'channel' }] })(service);
  return { ...declared, endpoints: { channel: stream } };
}
