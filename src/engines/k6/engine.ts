import type { Engine } from '../../model/engine.ts';

/** The k6 of this machine: the same scenarios, in processes of another program. */
export const k6: Engine = {
  id: 'k6',
  title: 'k6 (local processes)',
  capabilities: new Set([
    'requests',
    'iteration',
    'open-loop',
    'closed-loop',
    'ramping',
    'per-vu-iterations',
    'pause',
    'quotas',
    'local-address',
    'cookies',
    'data',
    'several-scenarios',
    'expectations',
    'http2',
    'head',
    'sse',
    'verified-tls',
    'proxy',
    'single-use',
    'instances',
  ]),
  // It reads the whole of a stream before its script sees any: the first event came no later than the end.
  atMost: ['first_event'],
  // The bundler is large: who runs another engine never loads it.
  prepare: async (...asked) => (await import('./run.ts')).prepareK6(...asked),
  run: async (job, sink) => (await import('./run.ts')).runInK6(job, sink),
};
