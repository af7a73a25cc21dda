import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { startTarget } from '../../bench/truth/delayed-target.ts';
import { measure } from '../../bench/truth/measurement.ts';
import type { Peer } from '../../bench/truth/peers/peer.ts';
import { SCENARIOS, type Scenario } from '../../bench/truth/scenarios.ts';

const scenario: Scenario = { ...(SCENARIOS[0] as Scenario), seconds: 1 };

describe('the server that holds requests back', () => {
  test('logs what it did, never less than it wanted, nor more than a client saw', async () => {
    const delay = { kind: 'bimodal', fast: 5, slow: 40, slowShare: 0.5 } as const;
    const target = await startTarget({ delay, seed: 3 });
    const agent = new Agent({ keepAlive: true });
    const seen: number[] = [];
    for (let index = 0; index < 12; index += 1) seen.push(await waitFor(target.url, agent));
    agent.destroy();
    const log = await target.close();
    expect(log.applied.length).toBe(12);
    expect(new Set(log.wanted.map(Math.round))).toEqual(new Set([5, 40]));
    log.applied.forEach((applied, index) => {
      expect(applied).toBeGreaterThanOrEqual(log.wanted[index]!);
      expect(applied).toBeLessThanOrEqual(seen[index]!);
    });
  });

  test('answers at the end of a stall what became due in it', async () => {
    const stalls = { cycle: 10_000, length: 400, first: 0 };
    const target = await startTarget({ delay: { kind: 'constant', value: 1 }, stalls, seed: 1 });
    // The stall begins with the first request, so that all of these come in it or after it.
    await Promise.all([1, 2, 3].map(() => waitFor(target.url)));
    await waitFor(target.url);
    const log = await target.close();
    expect(Math.max(...log.applied)).toBeGreaterThanOrEqual(400);
    expect(Math.round(Math.min(...log.wanted))).toBe(1);
  });

  test('answers other paths at once and does not count them', async () => {
    const target = await startTarget({ delay: { kind: 'constant', value: 60_000 }, seed: 1 });
    await waitFor(new URL('/', target.url).href);
    expect((await target.close()).applied.length).toBe(0);
  });
});

describe('a measurement', () => {
  const program = process.execPath;

  test('holds what a tool tells against what the server did', async () => {
    const peer = toolThat(`for (let n = 0; n < 5; n += 1) await (await fetch(process.argv[1])).text();
      console.log('{"p50":1000000,"p95":1000000}')`);
    const result = await measure(peer, program, scenario, 1);
    expect(result).toMatchObject({ tool: 'sample', missed: ['p50', 'p95', 'p99'], server: { requests: 5 } });
    expect(result).toHaveProperty('latency[0].told', 1_000_000);
    expect(result).toHaveProperty('latency[2].told', null);
  });

  test.each([
    ['prints nonsense', 'console.log("oops")'],
    ['complains', 'console.error("oops"); process.exitCode = 1'],
  ])('of a tool that %s is a failure that says so', async (_, script) => {
    const result = await measure(toolThat(script), program, scenario, 1);
    expect(result).toMatchObject({ tool: 'sample', failure: expect.stringContaining('oops') });
  });
});

function toolThat(script: string): Peer {
  return {
    name: 'sample',
    loop: 'closed',
    program: process.execPath,
    files: () => ({ 'script.mjs': script }),
    commands: ({ url }) => [['--input-type=module', '--eval', script, url]],
    read: (printed) => ({ percentiles: JSON.parse(printed) }),
  };
}

/** Milliseconds from before the request to after its answer. */
async function waitFor(url: string, agent?: Agent): Promise<number> {
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    get(url, { agent }, (response) => {
      text(response).then(() => resolve(), reject);
    }).on('error', reject);
  });
  return performance.now() - began;
}
