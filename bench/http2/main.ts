import { parseArgs } from 'node:util';
import { table } from 'table';
import { findExecutable } from '../load/find.ts';
import { temporaryFolder } from '../load/temporary.ts';
import { measure } from '../load/usage.ts';
import { startNginx } from './nginx.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    streams: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '5' },
  },
});

const CLIENTS = ['h2load', 'library', 'transport'] as const;
type Client = (typeof CLIENTS)[number];

const TIMEOUT = 300;
const folder = temporaryFolder();
const server = await startNginx();
const costs: Record<Client, number[]> = { h2load: [], library: [], transport: [] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const client of CLIENTS) costs[client].push(await costOf(client));
}
await server.stop();
folder.remove();
print();

/** Microseconds of CPU per request; those of our own clients after a warm-up. */
async function costOf(client: Client): Promise<number> {
  const { requests, streams } = values;
  const own = [process.execPath, `${import.meta.dirname}/client.ts`, client, server.url, requests, streams];
  const h2load = [program('h2load'), '-t', '1', '-c', '1', '-m', streams, '-n', requests, server.url];
  const command = client === 'h2load' ? h2load : own;
  const options = { folder: folder.path, environment: process.env, core: undefined, timeoutSeconds: TIMEOUT };
  const { exitCode, stdout, stderr, cpuSeconds } = await measure(command, options);
  if (exitCode !== 0) throw new Error(`${client} failed: ${stderr}`);
  return client === 'h2load' ? (1e6 * cpuSeconds) / Number(requests) : Number(stdout);
}

function program(name: string): string {
  const path = findExecutable(name);
  if (path === undefined) throw new Error(`${name} is missing: apt-get install nghttp2-client`);
  return path;
}

function print(): void {
  const rows = CLIENTS.map((client) => [
    client,
    median(costs[client]).toFixed(2),
    Math.min(...costs[client]).toFixed(2),
    (median(costs[client]) / median(costs.h2load)).toFixed(2),
    (median(costs[client]) / median(costs.library)).toFixed(2),
  ]);
  const header = ['client', 'CPU us/request, median', 'least', 'x h2load', 'x library'];
  process.stdout.write(table([header, ...rows]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
