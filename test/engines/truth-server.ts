import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';

const SERVE = 'serve the truth';

/** One request as the server saw it; `ms` from its head to the end of its answer. */
export interface Truth {
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

export interface TruthServer {
  readonly url: string;
  /** All requests since the last call. */
  readonly told: () => Promise<readonly Truth[]>;
  readonly close: () => Promise<unknown>;
}

/** Starts a server in a thread of its own, which delays by a known distribution and refuses known shares. */
export async function truthServer(): Promise<TruthServer> {
  const worker = new Worker(new URL(import.meta.url), { workerData: SERVE });
  const said = <T>() => new Promise<T>((resolve) => void worker.once('message', resolve));
  const port = await said<number>();
  return {
    url: `http://127.0.0.1:${port}`,
    told() {
      worker.postMessage('tell');
      return said<readonly Truth[]>();
    },
    close: () => worker.terminate(),
  };
}

/** Plateaus at the quantiles that are compared: a ramp of 20 to 59 ms, 8 % of 120 ms, 2 % of 300 ms. */
function delayOf(n: number): number {
  const place = (n * 37) % 100;
  if (place < 2) return 300;
  return place < 10 ? 120 : 20 + ((n * 7) % 40);
}

/** 10 % are 429, 4 % are 503. */
function statusOf(n: number): number {
  if (n % 10 === 3) return 429;
  return n % 25 === 7 ? 503 : 200;
}

async function serve(): Promise<void> {
  let requests: Truth[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    const began = performance.now();
    count += 1;
    const status = statusOf(count);
    await delay(delayOf(count));
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"data":[1]}');
    requests.push({ path: request.url ?? '', status, ms: performance.now() - began });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  parentPort?.on('message', () => {
    parentPort?.postMessage(requests);
    requests = [];
    count = 0;
  });
  parentPort?.postMessage((server.address() as AddressInfo).port);
}

if (workerData === SERVE) await serve();
