import { expect, test } from 'vitest';
import { plainHttp } from '../../../checks/headers/plain-http.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { runOne } from '../run.ts';
import { type Answer, startWeb } from '../web.ts';

const moved = (location: string, status = 308): Answer => ({ status, headers: { location } });

test.concurrent.each<[name: string, Answer, CheckOutcome]>([
  ['308 to https of the same host', moved('https://127.0.0.1/live'), 'pass'],
  ['301 to https', moved('https://127.0.0.1:8443/live', 301), 'pass'],
  ['302 to https', moved('https://127.0.0.1/live', 302), 'pass'],
  ['https of another host', moved('https://www.shop.example/live'), 'pass'],
  ['a refusal', { status: 403 }, 'pass'],
  ['upgrade required', { status: 426 }, 'pass'],
  ['an answer', { status: 200 }, 'fail'],
  ['a redirect within plain HTTP', moved('/login'), 'fail'],
  ['a redirect to plain HTTP', moved('http://127.0.0.1/live'), 'fail'],
  ['a redirect to nowhere', { status: 301 }, 'fail'],
  ['an error of the service', { status: 503 }, 'inconclusive'],
  ['too many requests', { status: 429 }, 'inconclusive'],
])('%s', async (_, answer, outcome) => {
  const [plain, secure] = await Promise.all([startWeb({ answer: () => answer }), startWeb({ secure: true })]);
  const headers = { endpoints: ['items'], plain: `${plain.url}/live` };
  try {
    const finding = await runOne(plainHttp, { ...secure, policy: { headers } });
    expect(finding.outcome).toBe(outcome);
    expect({ plain: plain.seen, secure: secure.seen }).toEqual({ plain: ['GET /live'], secure: [] });
    expect(finding.all[0]?.request.headers.map(([name]) => name)).not.toContain('authorization');
  } finally {
    await Promise.all([plain.close(), secure.close()]);
  }
});

test('nobody listens', async () => {
  const [plain, secure] = await Promise.all([startWeb(), startWeb({ secure: true })]);
  await plain.close();
  const headers = { endpoints: ['items'], plain: plain.url };
  expect((await runOne(plainHttp, { ...secure, policy: { headers } })).outcome).toBe('inconclusive');
  await secure.close();
});

test('does not apply where no plain URL is declared', async () => {
  const secure = await startWeb({ secure: true });
  expect((await runOne(plainHttp, secure)).outcome).toBe('not_applicable');
  await secure.close();
});
