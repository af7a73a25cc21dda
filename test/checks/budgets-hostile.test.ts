import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startDemo } from '../../src/demo/start.ts';
import type { Profile } from '../../src/model/check.ts';
import { PLAN_NAMES, type PlanName } from '../scenarios/plans.ts';
import { planFor, type Spent, spend, surveysFor } from './budgets/alone.ts';
import { counting } from './budgets/counting-proxy.ts';
import { inParallel } from './budgets/parallel.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Whoever is turned away again and again has reason to go on, and goes on no longer than it said. */
const HOSTILE: Readonly<Record<string, Answer>> = {
  'answers 500': (_, response) => void response.writeHead(500).end('{"error":"broken"}'),
  'answers 429 and asks to come back': (_, response) =>
    void response.writeHead(429, { 'retry-after': '1' }).end('{"error":"busy"}'),
  'answers 429 and asks to come back at once': (_, response) =>
    void response.writeHead(429, { 'retry-after': '0' }).end('{"error":"busy"}'),
  'closes the connection': (request) => void request.socket.destroy(),
};

const RUNS = Object.keys(HOSTILE).flatMap((kind) =>
  PLAN_NAMES.flatMap((plan) => (['standard', 'deep'] as const).map((profile) => ({ kind, plan, profile }))),
);

/** Most of the time is spent waiting, as long as a target asks for. */
const AT_ONCE = 100;
const PATIENCE = 15_000;

async function spendings(plan: PlanName, profile: Profile, answer: Answer): Promise<Spent[]> {
  const demo = await startDemo({ port: 0, httpsPort: 0, windowMs: 1000 });
  try {
    const surveys = surveysFor(await planFor(plan, demo.env, profile));
    return await inParallel(surveys, AT_ONCE, async (survey) => {
      const [plain, secure] = await Promise.all([counting(answer), counting(answer, true)]);
      try {
        const env = { ...demo.env, CANARY_URL: plain.url, CANARY_HTTPS_URL: secure.url };
        const loaded = await planFor(plan, env, profile);
        return await spend(survey, loaded, () => plain.count() + secure.count(), PATIENCE);
      } finally {
        await Promise.all([plain.close(), secure.close()]);
      }
    });
  } finally {
    await demo.close();
  }
}

describe('no check sends more than its budget to a target that', {
  concurrent: true,
  timeout: 180_000,
}, () => {
  test.each(RUNS)('$kind: $plan, $profile', async ({ plan, profile, kind }) => {
    const spent = await spendings(plan, profile, HOSTILE[kind]!);
    expect(spent.filter(({ counted, budget }) => counted > budget)).toEqual([]);
    expect(spent.some(({ counted }) => counted > 0)).toBe(true);
    expect(spent.filter(({ outcomes }) => outcomes.includes('error'))).toEqual([]);
  });
});
