import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createDelays, type Delay } from './delay.ts';
import { DelayRecorder } from './delay-log.ts';
import { DueQueue } from './due-queue.ts';
import { type Head, takeHeads } from './heads.ts';
import { release, type Stalls } from './stalls.ts';

/** What the process is told, as JSON in its first argument. */
export interface ServerSettings {
  readonly delay: Delay;
  readonly stalls?: Stalls;
  readonly seed: number;
}

interface Pending {
  readonly socket: Socket;
  readonly arrived: number;
  readonly wanted: number;
  readonly closes: boolean;
}

/** Only these are held back and logged; whatever else a tool asks before it begins is answered at once. */
const PATH = '/work';

/** A turn that took longer than this many milliseconds came late to whatever arrived in it. */
const BLIND = 0.2;

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok';
const LAST_ANSWER = ANSWER.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');

const { delay, stalls, seed } = JSON.parse(process.argv[2] as string) as ServerSettings;
const nextDelay = createDelays(delay, seed);
const queue = new DueQueue<Pending>();
const recorder = new DelayRecorder();
const began = performance.now();
let first = Number.NaN;
let lastTurn = began;
let blind = 0;

const server = createServer({ noDelay: true }, serve);
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => {
  const log = recorder.close(blind / (performance.now() - began));
  process.send?.(log, () => process.exit());
});
process.on('disconnect', () => process.exit());
turn();

/**
 * Never sleeps and never spins for long: a sleep would see requests late, and so would a spin. Every turn of the event
 * loop asks the sockets without waiting and answers what is due, some microseconds after the turn before.
 */
function turn(): void {
  const now = performance.now();
  if (now - lastTurn > BLIND) blind += now - lastTurn;
  lastTurn = now;
  for (let next = queue.takeDue(now); next; next = queue.takeDue(now)) answer(next);
  setImmediate(turn);
}

function serve(socket: Socket): void {
  let rest = '';
  socket.on('data', (chunk) => {
    const arrived = performance.now();
    const taken = takeHeads(rest + chunk.toString('latin1'));
    rest = taken.rest;
    for (const head of taken.heads) accept(socket, head, arrived);
  });
  // A client that goes away is no fault of the measurement; what it leaves behind is counted as abandoned.
  socket.on('error', () => socket.destroy());
}

function accept(socket: Socket, { path, closes }: Head, arrived: number): void {
  if (path !== PATH) return void socket.write(ANSWER);
  if (Number.isNaN(first)) first = arrived;
  const wanted = release(arrived - first + nextDelay(), stalls) - (arrived - first);
  queue.add(arrived + wanted, { socket, arrived, wanted, closes });
}

function answer({ socket, arrived, wanted, closes }: Pending): void {
  if (!socket.writable) return void recorder.abandon();
  // Before the write, as its client may have the answer before the call returns.
  recorder.add(arrived - began, wanted, performance.now() - arrived);
  if (closes) socket.end(LAST_ANSWER);
  else socket.write(ANSWER);
}
