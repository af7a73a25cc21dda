import type { Engine } from '../../model/engine.ts';

/** A second opinion on closed loops of static requests, by a client that is not ours. */
export const autocannon: Engine = {
  id: 'autocannon',
  title: 'autocannon (main thread)',
  capabilities: new Set([
    'requests',
    'closed-loop',
    'data',
    'several-scenarios',
    'expectations',
    'quotas',
    'address-quotas',
    'max-rate',
    'eddsa',
    'server-names',
  ]),
  // Loaded by the first load: to list engines takes none of it.
  run: async (job, sink) => (await import('./shard.ts')).fire(job, sink),
};
