import { CAPABILITIES, type Engine } from '../../model/engine.ts';
import { runInWorkers } from './workers.ts';

/** The engine that is always there: HTTP/1.1, open and closed loops, in threads of this process. */
export const embedded: Engine = {
  id: 'embedded',
  title: 'embedded (HTTP/1.1, worker threads)',
  capabilities: new Set(CAPABILITIES.filter((capability) => capability !== 'http2')),
  run: runInWorkers,
};
