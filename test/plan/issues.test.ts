import { expect, test } from 'vitest';
import { problemsOf } from '../../src/plan/issues.ts';
import { Plan } from '../../src/plan/schema.ts';

const BASE = { name: 'a', targets: { canary: { url: 'http://127.0.0.1' } } };

function problems(more: object) {
  const plan = { ...BASE, ...more };
  const parsed = Plan.safeParse(plan);
  return parsed.success ? [] : problemsOf(parsed.error.issues, plan);
}

test.each([
  [{ name: 'A b' }, 'name', /lower-case/],
  [{ targets: { canary: { url: 'ftp://x' } } }, 'targets.canary.url', /https?:\/\//],
  [{ targets: {} }, 'targets.canary', /missing/],
  [{ gate: [] }, 'gate', /unknown key\. Did you mean "gates"/],
  [{ identities: { p: { kind: 'jwtt' } } }, 'identities.p.kind', /Did you mean "jwt"/],
  [{ identities: { p: { kind: 'jwt', key: 'k', cout: 1 } } }, 'identities.p.cout', /Did you mean "count"/],
  [{ endpoints: { e: { path: 'x' } } }, 'endpoints.e.path', /begins with \//],
  [{ endpoints: { e: { path: '/', method: 'GTE' } } }, 'endpoints.e.method', /Did you mean "GET"/],
  [
    { endpoints: { e: { path: '/', expect: { status: 'x' } } } },
    'endpoints.e.expect.status',
    /a number or a list/,
  ],
  [{ endpoints: { e: { path: '/', timeout: 5 } } }, 'endpoints.e.timeout', /5; a duration such as "250ms"/],
  [{ endpoints: { e: { path: '/', timeout: '5' } } }, 'endpoints.e.timeout', /a duration with a unit/],
  [{ scenarios: { s: { executor: 'constant-vu' } } }, 'scenarios.s.executor', /Did you mean "constant-vus"/],
  [{ scenarios: { s: 5 } }, 'scenarios.s', /5; text or an object/],
  [{ gates: [{ expresion: 'x' }] }, 'gates[0].expresion', /Did you mean "expression"/],
  [{ signals: { s: { promql: 'up' } } }, 'signals.s.url', /missing/],
  [{ run: { proof: '96%' } }, 'run.proof', /not one of the choices/],
])('%j is a problem at %s', (more, path, message) => {
  const found = problems(more).find((problem) => problem.path === path);
  expect(found?.message).toMatch(message);
});

test('a variant of a union is chosen by what was written', () => {
  const target = { url: 'http://127.0.0.1', reach: { header: { name: 'x-canary' } } };
  expect(problems({ targets: { canary: target } })).toEqual([
    { path: 'targets.canary.reach.header.value', message: 'is missing; text is wanted' },
  ]);
});

test('unknown keys of a scenario name the fields of its own executor', () => {
  const [problem] = problems({
    scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '1s', rate: 1 } },
  });
  expect(problem).toMatchObject({ path: 'scenarios.s.rate' });
  expect(problem?.allowed).toContain('vus');
  expect(problem?.allowed).not.toContain('preAllocatedVUs');
});
