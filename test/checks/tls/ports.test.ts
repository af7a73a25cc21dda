import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ports } from '../../../checks/tls/ports.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { portContradictions } from '../../../src/plan/ports.ts';
import { Plan } from '../../../src/plan/schema.ts';
import { type Against, runOne } from '../run.ts';
import { proxied } from './suite.ts';

/** Ports below those that the system hands out, where nobody listens. */
const CLOSED = [1, 9];
const servers: Server[] = [];
let own: number;
let other: number;

beforeAll(async () => {
  for (let count = 0; count < 2; count++) {
    const server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    servers.push(server);
  }
  [own, other] = servers.map((server) => (server.address() as AddressInfo).port) as [number, number];
});
afterAll(() => {
  for (const server of servers) server.close();
});

type Ports = NonNullable<NonNullable<Against['policy']['tls']>['ports']>;
const against = (declared: Ports, port = own): Against => ({
  url: `http://127.0.0.1:${port}`,
  policy: { tls: { ports: declared } },
  endpoints: {},
});

test.each<[string, () => Against, CheckOutcome, readonly string[], RegExp]>([
  [
    'as declared',
    () => against({ open: [`${other}`], closed: CLOSED }),
    'pass',
    ['PORT-01', 'PORT-02'],
    /3 ports/,
  ],
  ['a stray port', () => against({ closed: [...CLOSED, other] }), 'fail', ['PORT-01'], /is open/],
  ['a port that is shut', () => against({ open: [1] }), 'fail', ['PORT-02'], /port 1 refuses/],
  ['both', () => against({ open: [1], closed: [other] }), 'fail', ['PORT-01', 'PORT-02'], /open.*refuses/],
  [
    'the target is down',
    () => against({ closed: CLOSED }, 1),
    'inconclusive',
    ['PORT-01', 'PORT-02'],
    /own port/,
  ],
  ['a proxy', () => proxied(against({ closed: CLOSED })), 'inconclusive', ['PORT-01', 'PORT-02'], /proxy/],
  ['nothing is declared', () => against({}), 'not_applicable', ['PORT-01', 'PORT-02'], /declare/],
])('%s', async (_, declared, outcome, cases, message) => {
  const found = await runOne(ports, declared());
  expect(found).toMatchObject({ outcome, cases });
  expect(found.message).toMatch(message);
});

test('a port that is shut is less than one that is open', async () => {
  expect((await runOne(ports, against({ open: [1] }))).severity).toBe('medium');
  expect((await runOne(ports, against({ open: [1], closed: [other] }))).severity).toBe('high');
});

test.each([
  [{ open: [80, 81], closed: [82] }, []],
  [{ open: [80], closed: [82, 80] }, ['policy.tls.ports.closed[1]']],
  [{ closed: [4443] }, ['policy.tls.ports.closed[0]']],
])('%j is contradictory at %j', (declared, paths) => {
  const plan = Plan.parse({
    name: 'a',
    targets: { canary: { url: 'https://shop.example:4443' } },
    policy: { tls: { ports: declared } },
  });
  expect(portContradictions(plan).map(({ path }) => path)).toEqual(paths);
});

test.each([0, 65_536, '', 'http', '70000'])('%j is no port', (port) => {
  const parsed = Plan.safeParse({
    name: 'a',
    targets: { canary: { url: 'https://shop.example' } },
    policy: { tls: { ports: { closed: [port] } } },
  });
  expect(parsed.success).toBe(false);
});
