import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const NOTE = 'identities.users has no identities for checks: add use: [load, check]';

function notes(pool: object, more: object = {}, endpoint: object = {}) {
  const plan = {
    name: 'a',
    targets: { canary: { url: 'http://127.0.0.1' } },
    identities: {
      users: 'kind' in pool ? pool : { kind: 'static', tokens: ['token-one', 'token-two'], ...pool },
    },
    endpoints: { page: { path: '/', identity: 'users', ...endpoint } },
    ...more,
  };
  const known = { checks, reporters: ['junit', 'markdown'] };
  return loadPlanData(plan, 'plan', { env: {}, cwd: '/', known }).then((loaded) => loaded.notes);
}

const jwt = { kind: 'jwt', key: 'secret-key' };
const post = { method: 'POST' };
const headers = { headers: { endpoints: ['page'] } };

test.each<[string, object, object, object, string[]]>([
  ['the pool serves the load alone', {}, {}, {}, [NOTE]],
  ['it has one token', { tokens: ['token-one'] }, {}, {}, [`${NOTE} and tokens: 2 or more`]],
  [
    'one token for two uses',
    { tokens: ['token-one'], use: ['load', 'check'] },
    {},
    {},
    ['identities.users has no identities for checks: add tokens: 2 or more'],
  ],
  ['a command', { kind: 'command', command: ['a'], count: 2 }, {}, {}, [NOTE]],
  ['it serves both', { use: ['load', 'check'] }, {}, {}, []],
  ['tokens are minted', jwt, {}, {}, []],
  ['no check may call the endpoint', {}, {}, post, []],
  ['its path wants data', {}, {}, { path: '/items/{id}' }, []],
  [
    'only checks of streams call it',
    {},
    { checks: { only: ['streams'] } },
    { ...post, safe: true, stream: { terminal: { event: 'done' } } },
    [NOTE],
  ],
  ['there is no stream', {}, { checks: { only: ['streams'] } }, {}, []],
  [
    'only a ready service is asked for it',
    {},
    { checks: { only: ['health'] }, policy: { health: { readiness: 'page', serves: ['page'] } } },
    {},
    [NOTE],
  ],
  ['no check that calls it is selected', {}, { checks: { only: ['jwt', 'rate-limit'] } }, {}, []],
  ['the policy names it', {}, { policy: headers, checks: { only: ['headers/nosniff'] } }, {}, [NOTE]],
  [
    'its answers are cached by class',
    {},
    { policy: { cache: { page: 'private' } }, checks: { only: ['caching'] } },
    {},
    [NOTE],
  ],
  ['they are public', {}, { policy: { cache: { page: 'public' } }, checks: { only: ['caching'] } }, {}, []],
])('notes when %s', async (_case, pool, more, endpoint, expected) => {
  expect(await notes(pool, more, endpoint)).toEqual(expected);
});
