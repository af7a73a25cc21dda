import { inMilliseconds, type Load, type Peer } from './peer.ts';

/** Virtual users arrive at the rate; latency counts from the send to the first byte. */
export const artillery: Peer = {
  name: 'Artillery',
  loop: 'open',
  program: 'artillery',
  version: ['--version'],
  environment: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
  files: (load) => ({ 'truth.json': JSON.stringify(scriptOf(load)) }),
  commands: () => [['run', '--quiet', '--output', 'results.json', 'truth.json']],
  result: 'results.json',
  read: (text) => {
    const { p50, p95, p99 } = JSON.parse(text).aggregate.summaries['http.response_time'];
    return { percentiles: inMilliseconds({ p50, p95, p99 }, 1) };
  },
};

function scriptOf({ url, rate, seconds, waiting }: Load): object {
  const { origin, pathname } = new URL(url);
  return {
    // A pool keeps connections; without it every virtual user opens one, which costs it far more than the request.
    config: { target: origin, http: { pool: waiting }, phases: [{ duration: seconds, arrivalRate: rate }] },
    scenarios: [{ flow: [{ get: { url: pathname } }] }],
  };
}
