import type { Peer, Task } from './peer.ts';

interface Result {
  readonly aggregate: {
    readonly counters: Readonly<Record<string, number>>;
    readonly firstCounterAt: number;
    readonly lastCounterAt: number;
    readonly summaries: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

/** A closed loop: every virtual user repeats its request until the time is up. */
const DEADLINE = (seconds: number) => `let deadline;
module.exports = {
  before(context, done) {
    deadline ??= Date.now() + ${seconds * 1000};
    done(Date.now() < deadline);
  },
};
`;

export const artillery: Peer = {
  name: 'artillery',
  versionArguments: ['--version'],
  loops: ['static', 'scripted'],

  call(program, task) {
    return {
      command: [...program, 'run', '--quiet', '--output', 'report.json', 'test.yml'],
      files: { 'test.yml': JSON.stringify(testOf(task)), 'deadline.cjs': DEADLINE(task.seconds) },
      environment: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
      output: 'report.json',
    };
  },

  read(output) {
    const { counters, firstCounterAt, lastCounterAt, summaries } = (JSON.parse(output) as Result).aggregate;
    const times = summaries['http.response_time'];
    const requests = counters['http.requests'] ?? 0;
    return {
      requests,
      errors: requests - (counters['http.codes.200'] ?? 0) + (counters['plugins.expect.failed'] ?? 0),
      seconds: (lastCounterAt - firstCounterAt) / 1000,
      p50: times?.['p50'] ?? null,
      p95: times?.['p95'] ?? null,
      p99: times?.['p99'] ?? null,
    };
  },
};

function testOf({ url, connections, scripted }: Task): object {
  // Without `silent` the plugin would print two lines per request.
  const plugins = scripted ? { expect: { formatter: 'silent' } } : {};
  const expectations = [{ statusCode: 200 }, { jmespath: 'ok == `true`' }];
  const get = { url: '/', ...(scripted && { expect: expectations }) };
  return {
    config: {
      target: new URL(url).origin,
      tls: { rejectUnauthorized: false },
      processor: './deadline.cjs',
      plugins,
      phases: [{ duration: 1, arrivalCount: connections }],
    },
    scenarios: [{ flow: [{ loop: [{ get }], whileTrue: 'before' }] }],
  };
}
