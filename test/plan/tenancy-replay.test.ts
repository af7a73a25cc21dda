import { expect, test } from 'vitest';
import { PlanError } from '../../src/model/errors.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const token = { kind: 'jwt', key: 'secret-key' } as const;
const BASE = {
  name: 'a',
  targets: { canary: { url: 'http://127.0.0.1' } },
  identities: {
    users: { ...token, tenant: 'one' },
    colleagues: { ...token, tenant: 'one' },
    others: { ...token, tenant: 'two' },
    fixed: { kind: 'static', tokens: ['token-one'], use: 'check' },
  },
  endpoints: { task: { path: '/task' }, list: { path: '/list?q=heron' } },
};

async function problemsOf(policy: object): Promise<readonly (readonly [string, string])[]> {
  const options = { env: {}, cwd: '/', known: { checks: [], reporters: ['junit', 'markdown'] } };
  const error = await loadPlanData({ ...BASE, policy }, 'plan', options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(PlanError);
  return (error as PlanError).problems.map(({ path, message }) => [path, message] as const);
}

const route = { endpoint: 'task', identity: 'users', replay: 'one-time' };
const replay = (change: object) => ({ replay: [{ ...route, ...change }] });
const thing = { name: 'r', path: '/r/1', owner: 'users', intruder: 'others', marker: 'blue heron' };
const list = { endpoint: 'list', owner: 'users', intruder: 'others', marker: 'blue heron' };
const resource = (change: object) => ({ tenancy: { resources: [{ ...thing, ...change }] } });
const collection = (change: object) => ({ tenancy: { collections: [{ ...list, ...change }] } });

test.each([
  ['a rule of its own', replay({})],
  [
    'every promise',
    replay({ scope: 'global', elsewhere: ['list'], otherIssuer: 'others', tolerance: '10s' }),
  ],
  ['a resource', resource({ absent: '/r/2' })],
  ['a collection', collection({ cursor: { json: '$.next', parameter: 'after', marker: 'red kite' } })],
])('%s is taken', async (_, policy) => {
  expect(await problemsOf(policy)).toEqual([]);
});

test.each([
  ['another endpoint', replay({ scope: 'global', elsewhere: ['lost'] }), 'policy.replay[0].elsewhere[0]'],
  ['other endpoints without scope', replay({ elsewhere: ['list'] }), 'policy.replay[0].elsewhere'],
  ['another issuer', replay({ otherIssuer: 'lost' }), 'policy.replay[0].otherIssuer'],
  ['another issuer that mints nothing', replay({ otherIssuer: 'fixed' }), 'policy.replay[0].otherIssuer'],
  ['a marker in the path', resource({ path: '/r/blue heron' }), 'policy.tenancy.resources[0].marker'],
  [
    'an intruder of the same tenant',
    resource({ intruder: 'colleagues' }),
    'policy.tenancy.resources[0].intruder',
  ],
  ['the endpoint of a list', collection({ endpoint: 'lost' }), 'policy.tenancy.collections[0].endpoint'],
  ['the owner of a list', collection({ owner: 'lost' }), 'policy.tenancy.collections[0].owner'],
  ['the intruder of a list', collection({ intruder: 'lost' }), 'policy.tenancy.collections[0].intruder'],
  [
    'a list of the same tenant',
    collection({ intruder: 'colleagues' }),
    'policy.tenancy.collections[0].intruder',
  ],
  ['a marker in the query', collection({ marker: 'heron' }), 'policy.tenancy.collections[0].marker'],
])('%s is refused where it is wrong', async (_, policy, path) => {
  expect((await problemsOf(policy)).map(([at]) => at)).toEqual([path]);
});
