import { Worker } from 'node:worker_threads';
import { unpack } from '../../../metrics/packed.ts';
import type { LoadJob } from '../../../model/engine.ts';
import { WorkerError } from '../../../model/errors.ts';
import type { LoadSink } from '../../../model/window.ts';
import type { SetupResult, Shard, ShardResult } from '../shard.ts';
import { connect, type Peer } from './rpc.ts';
import { errorData } from './rpc-error.ts';
import { threadLimits } from './thread-limits.ts';
import type { HostCalls, JobData, WorkerCalls } from './worker-job.ts';

/** Beside this very file, in the checkout as in the build. */
const FILE = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** How long a thread has to answer when all is to end, in ms; then it is ended without its last words. */
const GRACE = 5000;

type Calls = { [Method in keyof WorkerCalls]: WorkerCalls[Method] };

/** A shard in a thread of its own. Rejects, whatever it is asked, once its thread has broken down. */
export class WorkerShard implements Shard {
  readonly #worker: Worker;
  readonly #peer: Peer<Calls>;
  readonly #label: string;
  readonly #longestStop: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #given = false;
  #giveUp = () => {};
  /** Resolves when the thread was given up. */
  readonly #lost = new Promise<void>((resolve) => {
    this.#giveUp = resolve;
  });

  constructor(data: JobData, job: LoadJob, sink: LoadSink) {
    const number = `${data.worker + 1} of ${data.split.workers}`;
    this.#label = `load thread ${number}`;
    this.#longestStop = Math.max(...job.scenarios.map(({ spec }) => spec.gracefulStop));
    this.#worker = new Worker(FILE, {
      workerData: data,
      resourceLimits: threadLimits(data.scenarios.some(({ isScripted }) => isScripted)),
      name: `canary-gate load ${number}`,
    });
    this.#peer = connect<Calls>(this.#worker, hostCalls(job, sink));
    this.#worker.on('error', (error) => this.#fail(`${causeOf(error)}`, error));
    this.#worker.on('exit', (code) => this.#fail(`it ended with exit code ${code}`));
  }

  async open(): Promise<void> {
    await Promise.race([this.#peer.call('open'), this.#lost]);
  }

  setup(scenario: string): Promise<SetupResult> {
    return this.#orElse({ ended: false }, this.#peer.call('setup', scenario));
  }

  load(scenario: string, began: number, setup: unknown): Promise<void> {
    return this.#orElse(undefined, this.#peer.call('load', scenario, began, setup));
  }

  teardown(scenario: string): Promise<void> {
    return this.#orElse(undefined, this.#peer.call('teardown', scenario));
  }

  halt(): void {
    this.#peer.tell('halt', []);
    this.#after(this.#longestStop, () => this.#expect(this.#peer.call('ping')));
  }

  end(): void {
    this.#peer.tell('end', []);
    this.#expect(this.#peer.call('ping'));
  }

  async close(): Promise<ShardResult> {
    const closing = this.#peer.call('close');
    this.#expect(closing);
    try {
      return await this.#orElse(this.#nothing(), closing);
    } finally {
      await this.terminate();
    }
  }

  /** Ends the thread at once. */
  async terminate(): Promise<void> {
    this.#given = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#worker.terminate();
  }

  #orElse<T>(otherwise: T, answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.#lost.then(() => otherwise)]);
  }

  /** Gives the thread up when it does not answer in time. */
  #expect(answer: Promise<unknown>): void {
    const giveUp = this.#after(GRACE, () => {
      this.#given = true;
      this.#giveUp();
      this.#worker.terminate();
    });
    const answered = () => this.#cancel(giveUp);
    answer.then(answered, answered);
  }

  #after(milliseconds: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  #fail(why: string, cause?: unknown): void {
    if (!this.#given) this.#peer.end(new WorkerError(`${this.#label}: ${why}`, { cause }));
    this.#given = true;
  }

  #nothing(): ShardResult {
    const why = `${this.#label} did not answer within ${GRACE / 1000} s and was ended; what it counted last is lost`;
    const nothing = { planned: 0, missed: 0, lag: [], eventLoopDelayP99: 0 };
    return {
      health: { ...nothing, cpuMs: 0, spunMs: 0, elapsedMs: 0, notes: [[why, 1]] },
      scenarios: [],
    };
  }
}

function hostCalls({ identities, transcript }: LoadJob, sink: LoadSink) {
  const calls: { readonly [Method in keyof HostCalls]: HostCalls[Method] } = {
    credentials: (pool, use, numbers) =>
      Promise.all(numbers.map((number) => identities.credential(pool, use, number).catch(errorData))),
    counted(windows, lines) {
      sink.merge(unpack(windows));
      for (const line of lines) transcript?.(line);
    },
  };
  return calls;
}

/** What a script did not catch ends its thread. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return `uncaught ${String(error)}`;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `it used more than the 1024 MB of memory that it may`
    : `uncaught ${error.name}: ${error.message}`;
}
