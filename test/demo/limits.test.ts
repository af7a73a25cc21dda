import { describe, expect, test } from 'vitest';
import type { DefectId } from '../../src/demo/defects.ts';
import { LimitCounters } from '../../src/demo/limit-counters.ts';
import { type Answer, bearer, call, demoWith, scholarshipToken } from './client.ts';

/** Long enough that a slow machine still sends everything within one window. */
const WINDOW = 60_000;
const demo = (...defects: DefectId[]) => demoWith({ defects, windowMs: WINDOW });

async function flood(url: string, count: number, headers: Record<string, string> = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let sent = 0; sent < count; sent++) answers.push(await call(url, { headers }));
  return answers;
}

const admitted = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 200).length;
const agent = async (sub: string) => bearer(await scholarshipToken({ sub, role: 'agent' }));

describe('limits', () => {
  test('the public may ask 60 times an address', async () => {
    const { url } = await demo();
    const answers = await flood(`${url}/`, 62);
    expect(admitted(answers)).toBe(60);
    expect(answers[0]?.headers).toMatchObject({ 'ratelimit-limit': '60', 'ratelimit-remaining': '59' });
    expect(answers[0]?.headers['retry-after']).toBeUndefined();
    const rejected = answers[61];
    expect(rejected?.status).toBe(429);
    expect(rejected?.headers).toMatchObject({ 'ratelimit-remaining': '0', 'cache-control': 'no-store' });
    expect(rejected?.headers['retry-after']).toMatch(/^\d+$/);
    expect(rejected?.headers['content-security-policy']).toBeDefined();
  });

  test('an agent may ask 50 times, over all routes; another agent is not touched', async () => {
    const { url } = await demo();
    const one = await agent('one');
    expect(admitted(await flood(`${url}/api/v1/eligibility_check`, 49, one))).toBe(49);
    expect(admitted(await flood(`${url}/api/v1/search`, 3, one))).toBe(1);
    expect(admitted(await flood(`${url}/api/v1/search`, 1, await agent('other')))).toBe(1);
  });

  test('bad tokens use up no quota and are not limited', async () => {
    const { url } = await demo();
    const answers = await flood(`${url}/api/v1/scholarships`, 150, bearer('garbage'));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });

  test('a new token of the same subject has no new quota', async () => {
    const { url } = await demo();
    await flood(`${url}/api/v1/eligibility_check`, 50, await agent('one'));
    expect(admitted(await flood(`${url}/api/v1/eligibility_check`, 1, await agent('one')))).toBe(0);
  });
});

describe('defects', () => {
  test('limit-not-enforced', async () => {
    const { url } = await demo('limit-not-enforced');
    expect(admitted(await flood(`${url}/api/v1/eligibility_check`, 53, await agent('one')))).toBe(53);
  });

  test('limit-too-strict lets the public ask 45 times', async () => {
    const { url } = await demo('limit-too-strict');
    expect(admitted(await flood(`${url}/`, 62))).toBe(45);
  });

  test('limit-shared', async () => {
    const { url } = await demo('limit-shared');
    await flood(`${url}/api/v1/eligibility_check`, 50, await agent('one'));
    expect(admitted(await flood(`${url}/api/v1/eligibility_check`, 1, await agent('other')))).toBe(0);
  });

  test.each([
    [[], 0],
    [['limit-trusts-forwarded'], 1],
  ] as const)('X-Forwarded-For with %s', async (defects, expected) => {
    const { url } = await demo(...defects);
    await flood(`${url}/`, 60);
    expect(admitted(await flood(`${url}/`, 1, { 'x-forwarded-for': '203.0.113.9' }))).toBe(expected);
    expect(admitted(await flood(`${url}/`, 1))).toBe(0);
  });

  test('limit-bad-header', async () => {
    const { url } = await demo('limit-bad-header');
    expect((await call(`${url}/`)).headers['ratelimit-reset']).toMatch(/^\d+\.5$/);
  });

  test('limit-no-retry-after', async () => {
    const { url } = await demo('limit-no-retry-after');
    const rejected = (await flood(`${url}/`, 61)).at(-1);
    expect([rejected?.status, rejected?.headers['retry-after']]).toEqual([429, undefined]);
  });
});

describe('LimitCounters', () => {
  test('windows begin with the first hit and start afresh', async () => {
    const counters = new LimitCounters();
    expect(counters.hit('agent a', 20, 1).current).toBe(1);
    expect(counters.hit('agent a', 20, 1).current).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(counters.hit('agent a', 20, 1).current).toBe(1);
  });

  test('a penalty outlasts the window, for agents that exceeded only', async () => {
    const counters = new LimitCounters(new Set(['limit-no-recovery']));
    for (const key of ['agent a', 'agent a', 'agent b', 'public c', 'public c']) counters.hit(key, 20, 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(['agent a', 'agent b', 'public c'].map((key) => counters.hit(key, 20, 1).current)).toEqual([
      3, 1, 1,
    ]);
  });

  test('the window of exports slides', async () => {
    const counters = new LimitCounters();
    const hit = () => counters.hit('exports a', 400, 2).current;
    expect(hit()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([hit(), hit()]).toEqual([2, 3]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([hit(), hit()]).toEqual([2, 3]);
  });
});
