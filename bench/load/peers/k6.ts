import type { Peer, Task } from './peer.ts';

const ITERATION = `  http.get(url);`;

const CHECKED_ITERATION = `  const answer = http.get(url);
  check(answer, {
    'status is 200': (it) => it.status === 200,
    'ok is true': (it) => it.json('ok') === true,
  });`;

interface Summary {
  readonly requests: number;
  readonly failed: number;
  readonly milliseconds: number;
  readonly duration: Readonly<Record<string, number>>;
}

/** k6 keeps its own defaults, except that bodies nobody looks at are discarded. */
export const k6: Peer = {
  name: 'k6',
  versionArguments: ['version'],
  loops: ['static', 'scripted', 'open'],

  call(program, task) {
    return {
      command: [...program, 'run', '--quiet', '--no-usage-report', 'script.js'],
      files: { 'script.js': scriptOf(task) },
      output: 'summary.json',
    };
  },

  read(output) {
    const { requests, failed, milliseconds, duration } = JSON.parse(output) as Summary;
    return {
      requests,
      errors: failed,
      seconds: milliseconds / 1000,
      p50: duration['med'] ?? null,
      p95: duration['p(95)'] ?? null,
      p99: duration['p(99)'] ?? null,
    };
  },
};

function scriptOf(task: Task): string {
  const options = {
    discardResponseBodies: !task.scripted,
    insecureSkipTLSVerify: true,
    summaryTrendStats: ['med', 'p(95)', 'p(99)'],
    scenarios: { load: scenarioOf(task) },
  };
  return `import http from 'k6/http';
import { check } from 'k6';
export const options = ${JSON.stringify(options)};
const url = ${JSON.stringify(task.url)};
export default function () {
${task.scripted ? CHECKED_ITERATION : ITERATION}
}
export function handleSummary({ metrics, state }) {
  const summary = {
    requests: metrics.http_reqs.values.count,
    failed: metrics.http_req_failed.values.passes + (metrics.checks ? metrics.checks.values.fails : 0),
    milliseconds: state.testRunDurationMs,
    duration: metrics.http_req_duration.values,
  };
  return { 'summary.json': JSON.stringify(summary) };
}
`;
}

function scenarioOf({ connections, seconds, rate }: Task): object {
  const duration = `${seconds}s`;
  if (rate === undefined) return { executor: 'constant-vus', vus: connections, duration };
  const users = { preAllocatedVUs: connections, maxVUs: 4 * connections };
  return { executor: 'constant-arrival-rate', rate, timeUnit: '1s', duration, ...users };
}
