import { Worker } from 'node:worker_threads';
import type { Counts, Task } from './run.ts';

/** Runs the tasks on a few threads; results as they come. */
export async function* runAll(tasks: readonly Task[], threads: number): AsyncGenerator<Counts> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./worker.ts', import.meta.url)));
  try {
    const waiting = [...tasks];
    const running = new Map<Worker, Promise<{ worker: Worker; counts: Counts }>>();
    for (const worker of workers) give(worker);
    while (running.size > 0) {
      const { worker, counts } = await Promise.race(running.values());
      running.delete(worker);
      give(worker);
      yield counts;
    }
    function give(worker: Worker): void {
      const task = waiting.shift();
      if (task) running.set(worker, ask(worker, task));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, task: Task): Promise<{ worker: Worker; counts: Counts }> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (counts: Counts) => {
      worker.off('error', reject);
      resolve({ worker, counts });
    });
    worker.postMessage(task);
  });
}
