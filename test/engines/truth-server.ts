import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';

const SERVE = 'serve the truth';

/** One request as the server saw it; `ms` from its head to the end of its answer. */
export interface Truth {
  /** With its query. */
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

export interface TruthSettings {
  /** In PEM; the certificate is one for `localhost`. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /**
   * Paths that are delayed, refused and told of, each with shares of its own. Every other one is answered rightly, at
   * once. All paths together when left out.
   */
  readonly paths?: readonly string[];
  /** Paths that are answered by server-sent events. */
  readonly streams?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Starts a server in a thread of its own, which delays by a known distribution and refuses known shares. */
export async function truthServer(settings: TruthSettings = {}): Promise<TruthServer> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { job: SERVE, settings } });
  const said = <T>() => new Promise<T>((resolve) => void worker.once('message', resolve));
  const port = await said<number>();
  return {
    url: settings.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    told() {
      worker.postMessage('tell');
      return said<readonly Truth[]>();
    },
    close: () => worker.terminate(),
  };
}

/** Plateaus at the quantiles that are compared: a ramp of 20 to 59 ms, 10 % of 120 ms, 2 % of 300 ms. */
function delayOf(n: number): number {
  const place = (n * 41) % 100;
  if (place < 2) return 300;
  return place < 12 ? 120 : 20 + ((n * 7) % 40);
}

/** 10 % are 429, 10 % are 503. */
function statusOf(n: number): number {
  if (n % 10 === 3) return 429;
  return n % 10 === 7 ? 503 : 200;
}

async function serve(settings: TruthSettings): Promise<void> {
  const { tls, paths, streams = [] } = settings;
  let requests: Truth[] = [];
  let counts = new Map<string, number>();
  const listener = async ({ url: path = '' }: IncomingMessage, response: ServerResponse) => {
    if (paths && !paths.includes(path)) return answer(response, 200, settings);
    const began = performance.now();
    const counted = paths ? path : '';
    const n = (counts.get(counted) ?? 0) + 1;
    counts.set(counted, n);
    const status = statusOf(n);
    if (status === 200 && streams.includes(path)) await stream(response, delayOf(n), settings);
    else {
      await delay(delayOf(n));
      answer(response, status, settings);
    }
    requests.push({ path, status, ms: performance.now() - began });
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  parentPort?.on('message', () => {
    parentPort?.postMessage(requests);
    requests = [];
    counts = new Map();
  });
  parentPort?.postMessage((server.address() as AddressInfo).port);
}

function answer(response: ServerResponse, status: number, { headers, body }: TruthSettings): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body ?? '{"data":[1]}');
}

/** The head, then two events, at a third of the time each. */
async function stream(response: ServerResponse, ms: number, { headers }: TruthSettings): Promise<void> {
  await delay(ms / 3);
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers }).flushHeaders();
  await delay(ms / 3);
  response.write('event: note\ndata: {"id":1}\n\n');
  await delay(ms / 3);
  response.end('event: done\ndata: {}\n\n');
}

if (workerData?.job === SERVE) await serve(workerData.settings);
