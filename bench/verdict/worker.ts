import { parentPort } from 'node:worker_threads';
import { type Simulation, simulate } from './simulate.ts';
import { STRESS, TRUTHS } from './truths.ts';

/** A simulation by the name of its truth: functions do not cross into workers. */
export interface Task extends Omit<Simulation, 'truth'> {
  readonly truth: string;
}

parentPort?.on('message', (task: Task) => {
  const truth = TRUTHS[task.truth] ?? STRESS[task.truth];
  if (!truth) throw new Error(`no such truth: ${task.truth}`);
  parentPort?.postMessage(simulate({ ...task, truth }));
});
