import { type Context, scenario } from '../src/index.ts';

const QUERY = 'What are my recent notes about project alpha?';

/** One query of one user, read to the end of its stream. */
async function iteration({ http, identity }: Context): Promise<void> {
  await http.call('query', {
    body: {
      query: QUERY,
      user_id: identity.token.replace('bearer_token_', ''),
      top_k: 24,
      timeout_ms: 2000,
    },
  });
}

/** The document's load burst: 5 users x 20 queries, 100 ms apart. */
export const burst = scenario({
  executor: 'per-vu-iterations',
  vus: 5,
  iterations: 20,
  pause: '100ms',
  maxDuration: '30s',
  transcript: true,
  identity: 'users',
  iteration,
});

/** The proof load. */
export const streams = scenario({
  executor: 'constant-arrival-rate',
  rate: 60,
  duration: '20s',
  preAllocatedVUs: 40,
  maxVUs: 200,
  identity: 'readers',
  iteration,
});
