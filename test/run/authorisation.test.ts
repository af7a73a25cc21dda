import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { burst, run, serve } from './harness.ts';

// 0.0.0.0 is this machine, but no loopback address: as far as the rules go, a foreign host.
const foreign = (port: number) => ({ canary: { url: `http://0.0.0.0:${port}` } });

const plan = {
  identities: { users: { kind: 'jwt', key: 'k'.repeat(32), issuer: 'i' } },
  endpoints: { page: { path: '/', identity: 'users' } },
  policy: {
    cors: { endpoint: 'page', origins: ['https://app.example'] },
    jwt: { endpoint: 'page', identity: 'users', issuer: 'i' },
    limits: [
      { name: 'users', endpoint: 'page', identity: 'users', quota: 5, window: '1s', scope: 'subject' },
    ],
    headers: { endpoints: ['page'] },
  },
  scenarios: { burst: burst(20), flood: burst(20, 4, { kind: 'flood' }) },
} as const;

test('without authorisation nothing active is sent to a foreign target, and the rest runs', async () => {
  const { port, seen } = await serve(
    (_, response) => void response.writeHead(200, { 'x-content-type-options': 'nosniff' }).end('{}'),
  );
  const { report } = await run({ ...plan, targets: foreign(port) } as never);
  const active = new Set<string>(checks.filter((check) => check.active).map(({ id }) => id));
  for (const finding of report.checks)
    if (active.has(finding.id)) expect(['not_run', 'not_applicable'], finding.id).toContain(finding.outcome);
  expect(report.checks.find(({ id }) => id === 'headers/nosniff')).toMatchObject({ outcome: 'pass' });
  expect(report.load.scenarios.map(({ name }) => name)).toEqual(['burst']);
  expect(report.notes.join('\n')).toContain('not authorised');
  // What a browser of an allowed origin sends is no attack; anything beyond that is.
  const strange = seen.filter(
    ({ headers }) => headers.origin !== undefined && headers.origin !== 'https://app.example',
  );
  expect(strange).toEqual([]);
  expect(seen.length).toBeLessThan(60);
});

test('a foreign target without floods is told nothing of floods', async () => {
  const { port } = await serve((_, response) => void response.writeHead(200).end('{}'));
  const endpoints = { page: { path: '/' } };
  const { report } = await run({ targets: foreign(port), endpoints, scenarios: { burst: burst(20) } });
  expect(report.notes.filter((note) => note.includes('flood'))).toEqual([]);
});

test('with authorisation the same plan probes and floods', async () => {
  const { port, seen } = await serve((_, response) => void response.writeHead(200).end('{}'));
  const authorisation = { by: 'the owner', scope: 'everything', until: '2999-12-31' };
  const { report } = await run({
    ...plan,
    targets: { canary: { ...foreign(port).canary, authorisation } },
  } as never);
  expect(report.load.scenarios.map(({ name }) => name)).toEqual(['burst', 'flood']);
  expect(seen.some(({ headers }) => headers.origin !== undefined)).toBe(true);
});
