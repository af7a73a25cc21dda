import { inMilliseconds, type Load, type Peer, WORKERS } from './peer.ts';

/** As it comes: with a rate, its latencies are corrected for coordinated omission. It reports no p95. */
export const autocannon: Peer = {
  name: 'autocannon',
  loop: `closed, ${WORKERS} connections with a rate`,
  program: 'autocannon',
  version: ['--version'],
  commands: (load) => [argumentsOf(load)],
  read: (text) => {
    const { p50, p99 } = JSON.parse(text).latency;
    return { percentiles: inMilliseconds({ p50, p99 }, 1) };
  },
};

/** The same without its correction. */
export const autocannonUncorrected: Peer = {
  ...autocannon,
  name: 'autocannon -C',
  commands: (load) => [['--ignoreCoordinatedOmission', ...argumentsOf(load)]],
};

function argumentsOf({ url, rate, seconds }: Load): string[] {
  return ['-c', String(WORKERS), '-R', String(rate), '-d', String(seconds), '--json', url];
}
