import { Worker } from 'node:worker_threads';
import type { Counts } from './simulate.ts';
import type { Task } from './worker.ts';

/** Runs the tasks on a few threads; results in the order of the tasks. */
export async function runAll(
  tasks: readonly Task[],
  threads: number,
  onDone: (task: Task) => void,
): Promise<Counts[]> {
  const results: Counts[] = new Array(tasks.length);
  let next = 0;
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      while (next < tasks.length) {
        const index = next;
        next += 1;
        const task = tasks[index] as Task;
        results[index] = await ask(worker, task);
        onDone(task);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return results;
}

function ask(worker: Worker, task: Task): Promise<Counts> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (counts: Counts) => {
      worker.off('error', reject);
      resolve(counts);
    });
    worker.postMessage(task);
  });
}
