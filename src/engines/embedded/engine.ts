import { CAPABILITIES, type Engine } from '../../model/engine.ts';
import { runInWorkers } from './threads/workers.ts';

/** The engine that is always there: open and closed loops, in threads of this process. */
export const embedded: Engine = {
  id: 'embedded',
  title: 'embedded (worker threads)',
  capabilities: new Set(CAPABILITIES.filter((capability) => capability !== 'instances')),
  run: runInWorkers,
};
