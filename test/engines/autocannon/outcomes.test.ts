import { createServer as createRawServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { serve } from '../embedded/harness.ts';
import { JSON_BODY, OUTCOME_CASES } from '../outcome-cases.ts';
import { fire } from './harness.ts';

const ITERATIONS = 6;
const main: ScenarioInput = {
  executor: 'shared-iterations',
  vus: 2,
  iterations: ITERATIONS,
  requests: ['it'],
  gracefulStop: '10s',
};

describe('outcomes', () => {
  it.each(OUTCOME_CASES)('$name is $outcome', async ({ endpoint, answer, outcome, cause, bytes }) => {
    const { url, count } = await serve((_, response) => answer(response));
    const { samples, outcomes, generator } = await fire({
      url,
      endpoints: { it: { path: '/', ...endpoint } },
      scenarios: { main },
    });
    expect(outcomes).toEqual({ [outcome]: ITERATIONS });
    expect(count()).toBe(ITERATIONS);
    expect(new Set(samples.map((sample) => sample.cause))).toEqual(new Set([cause]));
    if (bytes !== undefined) expect(samples[0]?.bytes).toBe(bytes);
    expect(generator.missedRate).toBe(0);
  });

  it('a connection that breaks spoils no other request', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/broken') {
        response
          .writeHead(200, { 'content-length': 100 })
          .write('HTTP/1.1 200 OK\r\n', () => response.destroy());
      } else response.end(JSON_BODY);
    });
    const { samples } = await fire({
      url,
      endpoints: {
        it: { path: '/', expect: { json: { '$.version': '2.0.0' } } },
        broken: { path: '/broken' },
      },
      scenarios: { main: { ...main, iterations: 60, requests: ['it', 'broken'] } },
    });
    expect(samples).toHaveLength(60);
    for (const { endpoint, outcome } of samples) expect(outcome).toBe(endpoint === 'it' ? 'ok' : 'network');
  });

  it('a refused connection is network, with its code', async () => {
    const { samples } = await fire({
      url: 'http://127.0.0.1:1',
      endpoints: { it: { path: '/' } },
      scenarios: { main },
    });
    expect(samples).toHaveLength(ITERATIONS);
    expect(samples[0]).toMatchObject({ outcome: 'network', cause: 'ECONNREFUSED', status: 0 });
  });

  it.each([
    { name: 'ended by its connection', text: 'HTTP/1.1 200 OK\r\n\r\nhello', outcomes: { ok: ITERATIONS } },
    { name: 'that is no HTTP', text: 'this is not HTTP\r\n\r\n', outcomes: { network: ITERATIONS } },
  ])('an answer $name', async ({ text, outcomes: wanted }) => {
    const { url } = await serveRaw((socket) => socket.once('data', () => socket.end(text)));
    const { outcomes } = await fire({
      url,
      endpoints: { it: { path: '/', expect: { body: { contains: 'hello' } } } },
      scenarios: { main },
    });
    expect(outcomes).toEqual(wanted);
  });

  it('an informational answer is our fault and no sample: the next one would be taken for another', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    const { url } = await serveRaw((socket) =>
      socket.on('data', () => socket.write(`${early}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`)),
    );
    const { samples, generator } = await fire({
      url,
      endpoints: { it: { path: '/' } },
      scenarios: { main },
    });
    expect(samples).toHaveLength(0);
    expect(generator.missedRate).toBe(1);
    expect(generator.notes.join()).toContain('informational');
  });

  it.each([
    [{ header: 'X-Version', equals: '2.0.0' }, '2.0.0'],
    [{ json: '$.version', equals: '2.0.0' }, '2.0.0'],
    [{ header: 'x-other', equals: '2.0.0' }, ''],
  ])('identified by %j, the version is %j', async (identify, version) => {
    const { url } = await serve((_, response) => response.setHeader('x-version', '2.0.0').end(JSON_BODY));
    const { samples } = await fire({
      url,
      target: { identify },
      endpoints: { it: { path: '/' } },
      scenarios: { main },
    });
    expect(samples[0]?.version).toBe(version);
  });
});

async function serveRaw(talk: (socket: Socket) => void): Promise<{ url: string }> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}
