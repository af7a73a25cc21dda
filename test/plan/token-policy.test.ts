import { expect, test } from 'vitest';
import type { PlanError } from '../../src/model/errors.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const SECRET = { kind: 'jwt', key: 'secret-key' };
const SAMPLES = { kind: 'static', tokens: ['token-one', 'token-two'] };

async function faults(pool: object, jwt: object): Promise<string[]> {
  const plan = {
    name: 'a',
    targets: { canary: { url: 'http://127.0.0.1' } },
    identities: { users: pool },
    endpoints: { page: { path: '/', identity: 'users' } },
    policy: { jwt: { endpoint: 'page', identity: 'users', ...jwt } },
  };
  try {
    await loadPlanData(plan, 'plan', { env: {}, cwd: '/' });
    return [];
  } catch (error) {
    return (error as PlanError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

test.each<[string, object, object, RegExp[]]>([
  ['a pool that mints', SECRET, {}, []],
  ['samples for checks', { ...SAMPLES, use: 'check' }, {}, []],
  ['samples for load and checks', { ...SAMPLES, use: ['load', 'check'] }, { algorithm: 'RS256' }, []],
  ['samples for the load alone', SAMPLES, {}, [/^policy.jwt.identity: .*kind static has no identities/]],
  ['nobody', { kind: 'anonymous' }, {}, [/^policy.jwt.identity: .*kind anonymous/]],
  ['another algorithm than the key', SECRET, { algorithm: 'HS512' }, [/^policy.jwt.algorithm: .*by HS256/]],
  ['no algorithm', { ...SAMPLES, use: 'check' }, { algorithm: 'RSA' }, [/^policy.jwt.algorithm: "RSA"/]],
  ['a list without its own', SECRET, { algorithms: ['HS384'] }, [/^policy.jwt.algorithms: .*HS256/]],
  ['a list of unknown ones', SECRET, { algorithms: ['HS256', 'x'] }, [/^policy.jwt.algorithms: "x"/]],
  ['no key', SECRET, { publicKey: 'nothing' }, [/^policy.jwt.publicKey/]],
])('%s', async (_, pool, jwt, expected) => {
  const found = await faults(pool, jwt);
  expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});
