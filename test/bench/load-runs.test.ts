import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandOf, environmentOf, findExecutable } from '../../bench/load/find.ts';
import { type Lab, perform, runTool } from '../../bench/load/lab.ts';
import { startNginx } from '../../bench/load/nginx.ts';
import { BODY, parseStatus } from '../../bench/load/nginx-config.ts';
import { autocannon } from '../../bench/load/peers/autocannon.ts';
import { canaryGate } from '../../bench/load/peers/canary-gate.ts';
import type { Peer } from '../../bench/load/peers/peer.ts';
import { Remarks } from '../../bench/load/remarks.ts';
import { measure } from '../../bench/load/usage.ts';

const OPTIONS = { folder: tmpdir(), environment: environmentOf(), core: undefined, timeoutSeconds: 30 };

/** Spends CPU on the main thread and on a second one, then says how much the process had of it. */
const BURN = `const { Worker } = require('node:worker_threads');
const burn = 'const end = process.cpuUsage().user + 2e5; while (process.cpuUsage().user < end);';
new Worker(burn, { eval: true }).once('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(String((user + system) / 1e6));
});`;

describe('what a run costs', () => {
  test('is counted for grandchildren and their threads', async () => {
    const grandchild = ['bash', '-c', '"$0" -e "$1"; true', process.execPath, BURN];
    const { stdout, cpuSeconds, peakBytes, exitCode } = await measure(grandchild, OPTIONS);
    const own = Number(stdout);
    expect(exitCode).toBe(0);
    expect(own).toBeGreaterThan(0.2);
    expect(cpuSeconds).toBeGreaterThanOrEqual(own - 0.01);
    // Beside it there are two shells, and the end of the process itself.
    expect(cpuSeconds).toBeLessThan(own + 0.5);
    if (process.platform === 'linux') expect(peakBytes).toBeGreaterThan(20e6);
  });

  test('is nothing for a program that waits', async () => {
    const { cpuSeconds, wallSeconds } = await measure(['sleep', '0.5'], OPTIONS);
    expect(wallSeconds).toBeGreaterThan(0.5);
    expect(cpuSeconds).toBeLessThan(0.2);
  });

  test('comes with the exit code and both outputs', async () => {
    const command = ['bash', '-c', 'echo out; echo err >&2; exit 7'];
    expect(await measure(command, OPTIONS)).toMatchObject({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
    await expect(perform({ command }, tmpdir(), OPTIONS)).rejects.toThrow('exited with 7: err');
  });

  test('is bounded in time', async () => {
    const late = measure(['sleep', '60'], { ...OPTIONS, timeoutSeconds: 0.3 });
    await expect(late).rejects.toThrow('did not end');
  });
});

test.each([canaryGate, autocannon])('a run of $name counts what the server served', async (peer) => {
  const lab = await localLab();
  const work = { tls: false, scripted: false, seconds: 1 };
  const measurement = await runTool(lab, { peer, command: commandOf(peer) as string[] }, work, 0);
  expect(measurement.requests).toBeGreaterThan(10);
  expect(measurement.errors).toBe(0);
  expect(Math.abs(measurement.served - measurement.requests)).toBeLessThanOrEqual(lab.connections + 1);
  expect(measurement.cpuMicrosPerRequest).toBeGreaterThan(0);
  expect(measurement.p50).not.toBeNull();
});

test('a generator that is not installed has no command', () => {
  expect(commandOf({ ...autocannon, name: 'no-such-generator' } as Peer)).toBeUndefined();
});

// The benchmark is for machines that have nginx; its tests are for all.
test.skipIf(findExecutable('nginx') === undefined)(
  'nginx answers, counts, writes moments down, and ends',
  async () => {
    const server = await startNginx({ core: undefined, connections: 100 });
    try {
      const before = await server.status();
      const began = Date.now();
      expect(await (await fetch(server.url)).text()).toBe(BODY);
      await (await fetch(`${server.url}logged`)).text();
      expect((await server.status()).requests - before.requests).toBe(3);
      expect(server.moments().map((moment) => Math.abs(moment - began) < 10_000)).toEqual([true]);
    } finally {
      await server.stop();
    }
    await expect(server.status()).rejects.toThrow();
  },
);

/** A server of our own in place of nginx: one that counts, too. */
async function localLab(): Promise<Lab> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json').end(BODY);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const status = async () => {
    // As with nginx, the question itself is counted.
    requests += 1;
    return parseStatus(`Active connections: 1 \n 1 1 ${requests} \n`);
  };
  const url = `http://127.0.0.1:${port}/`;
  return {
    server: { url, tlsUrl: url, certificate: '', status, moments: () => [], stop: async () => {} },
    pinning: { generator: undefined, server: undefined },
    tools: [],
    connections: 5,
    seconds: 1,
    rounds: 1,
    say: () => {},
    remarks: new Remarks(() => {}),
  };
}
