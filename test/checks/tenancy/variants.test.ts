import { variants } from '../../../checks/tenancy/variants.ts';
import { type Answer, type Asked, MISSING, suite } from './service.ts';

/** Answers the intruder's request for the owner's note. */
const toBob =
  (make: (asked: Asked) => Answer | undefined) =>
  (asked: Asked): Answer | undefined =>
    asked.tenant === 'globex' && asked.path.includes('acme-1') ? make(asked) : undefined;
const answer = (status: number, headers: Answer['headers'] = {}): Answer => ({ status, body: '', headers });

suite(variants, {
  'fails when HEAD is answered for the thing itself': {
    outcome: 'fail',
    severity: 'high',
    message: /by HEAD \(200 rather than 404\)/,
    answer: toBob(({ method }) => (method === 'HEAD' ? answer(200) : undefined)),
  },
  'fails when HEAD tells the length': {
    outcome: 'fail',
    message: /Content-Length/,
    answer: toBob(({ method, note }) =>
      method === 'HEAD' ? answer(404, { 'content-length': String(JSON.stringify(note).length) }) : undefined,
    ),
  },
  'fails when a condition is looked at before the tenant': {
    outcome: 'fail',
    framework: 'static',
    message: /If-None-Match \(304 rather than 404\)/,
    answer: toBob(({ headers, note }) =>
      headers['if-none-match'] ? { status: 200, body: note ?? {} } : undefined,
    ),
  },
  'fails when a range is answered': {
    outcome: 'fail',
    message: /Range \(416 rather than 404\)/,
    answer: toBob(({ headers }) => (headers.range ? answer(416) : undefined)),
  },
  'fails when a suffix opens it': {
    outcome: 'fail',
    severity: 'critical',
    message: /\.json \(the marker itself\)/,
    answer: toBob(({ path }) =>
      path.endsWith('.json') ? { status: 200, body: { text: 'acme-secret-1' } } : undefined,
    ),
  },
  'fails when only what exists is led on': {
    outcome: 'fail',
    message: /trailing slash \(301 rather than 404\)/,
    answer: toBob(({ path }) => (path.endsWith('/') ? answer(301, { location: '/notes' }) : undefined)),
  },
  'fails when an error has the ETag of the thing': {
    outcome: 'fail',
    message: /GET \(etag\)/,
    framework: 'node',
    answer: ({ note, tenant }) =>
      note && tenant !== undefined
        ? tenant === 'acme'
          ? { status: 200, body: note, headers: { etag: '"7"' } }
          : { ...MISSING, headers: { etag: '"7"' } }
        : undefined,
  },
  'passes where every slash is led on': {
    outcome: 'pass',
    answer: ({ path }) => (path.endsWith('/') ? answer(308, { location: path.slice(0, -1) }) : undefined),
  },
  'passes where HEAD is not allowed': {
    outcome: 'pass',
    answer: ({ method }) => (method === 'HEAD' ? answer(405) : undefined),
  },
  'passes where 403 tells of it in every way alike': {
    outcome: 'pass',
    missing: ({ note }) => (note ? { status: 403, body: { error: 'forbidden' } } : MISSING),
  },
  'passes where a strange status comes once': {
    outcome: 'pass',
    answer: toBob(({ method, count }) => (method === 'HEAD' && count < 5 ? answer(200) : undefined)),
  },
  'leaves it open when the intruder is limited': {
    outcome: 'inconclusive',
    answer: toBob(({ headers }) => (headers.range ? answer(429) : undefined)),
  },
  'leaves it open when the other may read it': { outcome: 'inconclusive', whose: () => 'acme' },
});
