import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { autocannon } from '../../../src/engines/autocannon/engine.ts';
import type { PlanInput } from '../../../src/plan/schema.ts';
import { cli } from '../../cli/cli.ts';
import { load, runLoaded, serve } from '../../run/harness.ts';

const requests = ['page'];
const closed = { executor: 'constant-vus' as const, vus: 1, duration: '1s', requests };

interface Row {
  readonly lacks: string;
  readonly protocol?: 'https:';
  readonly plan: Partial<PlanInput>;
}

const rows: readonly Row[] = [
  {
    lacks: 'no open loops',
    plan: {
      scenarios: {
        main: { executor: 'constant-arrival-rate', rate: 1, duration: '1s', preAllocatedVUs: 1, requests },
      },
    },
  },
  {
    lacks: 'no iterations counted by virtual user',
    plan: { scenarios: { main: { executor: 'per-vu-iterations', vus: 1, iterations: 1, requests } } },
  },
  { lacks: 'no HEAD requests', plan: { endpoints: { page: { method: 'HEAD', path: '/' } } } },
  // The embedded engine takes turns among them whether or not anything is limited by address.
  { lacks: 'no source addresses', plan: { sourceAddresses: ['127.0.0.1'] } },
  { lacks: 'no verification of certificates', protocol: 'https:', plan: {} },
];

it.each(rows)(
  'what it has $lacks for is refused before anything is sent',
  async ({ lacks, plan, protocol }) => {
    const { url, server } = await serve((_, response) => response.end('ok'));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const loaded = await load({
      targets: { canary: { url: protocol ? url.replace('http:', protocol) : url } },
      endpoints: { page: { path: '/' } },
      scenarios: { main: closed },
      ...plan,
    });
    await expect(runLoaded(loaded, { engine: autocannon })).rejects.toMatchObject({
      name: 'PlanError',
      problems: [
        {
          path: 'scenarios.main',
          message: expect.stringMatching(new RegExp(`: it has ${lacks}[^,]*; embedded .*can$`)),
        },
      ],
    });
    expect(connections).toBe(0);
  },
);

it('a target that prefers HTTP/2 is refused once it has said so, and before any request', async () => {
  const file = (name: string) => readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
  const [key, cert] = [file('test-only-key.pem'), file('test-only-cert.pem')];
  let seen = 0;
  const server = createSecureServer({ key, cert, allowHTTP1: true }, (_, response) => {
    seen += 1;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const canary = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tls: { insecure: true },
  };
  const main = { executor: 'shared-iterations' as const, vus: 1, iterations: 3, requests };
  const plan = { endpoints: { page: { path: '/' } }, scenarios: { main } };
  const refused = runLoaded(await load({ targets: { canary }, ...plan }), { engine: autocannon });
  await expect(refused).rejects.toMatchObject({
    problems: [{ message: expect.stringContaining('it has no HTTP/2') }],
  });
  expect(seen).toBe(0);

  const targets = { canary: { ...canary, connection: { protocol: 'h1' as const } } };
  await runLoaded(await load({ targets, ...plan, checks: { skip: ['*'] } }), { engine: autocannon });
  expect(seen).toBe(3);
});

it('the command line ends with 2, and names every scenario with what could run it', async () => {
  const { code, stderr } = await cli(['run', '--demo', '--plan', 'scholarship', '--engine', 'autocannon']);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /the engine "autocannon" cannot run the scenario "\w+": it has no .*; embedded.* can/,
  );
});
