import { expect, test } from 'vitest';
import { PlanError } from '../../src/model/errors.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const OPTIONS = { env: {}, cwd: '/', known: { checks: [], reporters: ['junit', 'markdown'] } };
const BASE = {
  name: 'a',
  targets: { canary: { url: 'https://shop.example:8443' } },
  identities: { users: { kind: 'static', tokens: ['token-one', 'token-two'], use: 'check' } },
  endpoints: { home: { path: '/' } },
};

async function problems(policy: object, url?: string) {
  const targets = url === undefined ? {} : { targets: { canary: { url } } };
  const error = await loadPlanData({ ...BASE, ...targets, policy }, 'plan', OPTIONS).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(PlanError);
  return (error as PlanError).problems;
}

const headers = (more: object) => ({ headers: { endpoints: ['home'], ...more } });
const file = (more: object) => ({ files: [{ endpoint: 'home', ...more }] });

test.each<[policy: object, path: string]>([
  [headers({ endpoints: ['hom'] }), 'policy.headers.endpoints[0]'],
  [headers({ errors: ['gone'] }), 'policy.headers.errors[0]'],
  [{ cookies: { endpoints: ['sign-in'] } }, 'policy.cookies.endpoints[0]'],
  [{ cache: { hom: 'public' } }, 'policy.cache.hom'],
  [{ files: [{ endpoint: 'sign' }] }, 'policy.files[0].endpoint'],
  [file({ identity: 'nobody' }), 'policy.files[0].identity'],
  [headers({ plain: 'http://other.example/' }), 'policy.headers.plain'],
  [headers({ plain: 'https://shop.example/' }), 'policy.headers.plain'],
  [{ cookies: { domain: '.shop.example' } }, 'policy.cookies.domain'],
  [file({ other: 'files/2' }), 'policy.files[0].other'],
  [file({ validity: 60 }), 'policy.files[0].validity'],
])('%j is refused', async (policy, path) => {
  expect((await problems(policy)).map((each) => each.path)).toContain(path);
});

test('nothing leads to https where the target itself is plain http', async () => {
  const found = await problems(headers({ plain: 'http://shop.example/' }), 'http://shop.example');
  expect(found.map(({ path }) => path)).toEqual(['policy.headers.plain']);
});

test('another port of the same host is right, and so is all that has a default', async () => {
  const policy = {
    ...headers({ plain: 'http://shop.example:8080/home', errors: ['home'] }),
    ...file({ identity: 'users', validity: '3s' }),
    cookies: { session: ['sid'], domain: 'shop.example' },
  };
  expect(await problems(policy)).toEqual([]);
});
