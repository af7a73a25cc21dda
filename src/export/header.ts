import { basename } from 'node:path';
import { formatDuration } from '../model/duration.ts';
import type { LoadScenario } from '../model/engine.ts';
import { printable } from '../model/text.ts';
import type { LoadedPlan } from '../plan/load.ts';
import { type ExportRequest, planLabel } from './request.ts';
import { endOf } from './schedule.ts';
import type { Variable } from './variables.ts';

const WIDTH = 110;

/** The comment that a script begins with: what it is, how to run it, and what it lacks beside canary-gate. */
export function headerOf(
  request: ExportRequest,
  scenarios: readonly LoadScenario[],
  variables: readonly Variable[],
): string {
  const { loaded, version, kind } = request;
  const names = scenarios.map(({ name }) => name).join(', ');
  const lines = [
    `The ${kind === 'flood' ? 'floods' : 'load'} of the plan "${loaded.plan.name}" as a script for k6.`,
    `Written by canary-gate ${version} from ${planLabel(loaded)} (sha256 ${loaded.sha256.slice(0, 16)}).`,
    `Scenarios: ${names}; ${formatDuration(endOf(scenarios))} at most. Target: ${targetOf(loaded)}`,
    '',
    'How to run it (k6 v1 or v2, nothing of canary-gate):',
    ...commandsOf(request, variables).map((command) => `  ${command}`),
    '',
    ...environment(variables),
    'What canary-gate does beyond this:',
    ...gaps(request, scenarios).flatMap((gap) => wrapped(gap, '- ')),
  ];
  return lines.map((line) => `// ${printable(line, 1000)}`.trimEnd()).join('\n');
}

/** Without the credentials that a URL may hold. */
function targetOf({ plan }: Pick<LoadedPlan, 'plan'>): string {
  const { origin, pathname } = new URL(plan.targets.canary.url);
  return `${origin}${pathname.replace(/\/$/, '')}`;
}

function commandsOf(request: ExportRequest, variables: readonly Variable[]): string[] {
  const passed = variables.map(({ name }) => `-e ${name}="$${name}"`);
  return [
    runCommand(request.loaded, 'script.js'),
    ['k6 cloud run', ...passed, 'script.js'].join(' ').concat('    (Grafana Cloud)'),
  ];
}

/** The command that runs a script, with what of the plan k6 takes from its environment or its command line alone. */
export function runCommand({ plan }: Pick<LoadedPlan, 'plan'>, file: string): string {
  const { tls, connection } = plan.targets.canary;
  const around = [
    ...(connection.protocol === 'h1' ? ['GODEBUG=http2client=0'] : []),
    ...(tls?.ca === undefined ? [] : [`SSL_CERT_FILE=${basename(tls.ca)}`]),
  ];
  const local = plan.sourceAddresses.length > 0 ? ['--local-ips', plan.sourceAddresses.join(',')] : [];
  return [...around, 'k6 run', ...local, file].join(' ');
}

function environment(variables: readonly Variable[]): string[] {
  if (variables.length === 0) return ['It needs no secret.', ''];
  const width = Math.max(...variables.map(({ name }) => name.length));
  return [
    'Set before, in the environment (no secret of the plan is in this file):',
    ...variables.map(({ name, what }) => `  ${name.padEnd(width)}  ${what}`),
    '',
  ];
}

function gaps(request: ExportRequest, scenarios: readonly LoadScenario[]): string[] {
  const { loaded, kind, audience } = request;
  const { plan } = loaded;
  const gates = loaded.gates.filter(({ implied }) => !implied).map(({ expression }) => expression);
  const others = loaded.scenarios.filter(({ spec }) => spec.kind !== kind).map(({ name }) => name);
  const waiting = scenarios.filter(({ spec }) => spec.after !== undefined).map(({ name }) => name);
  const borrowed = Object.entries(plan.identities)
    .filter(([, pool]) => pool.kind === 'client-credentials' || pool.kind === 'command')
    .map(([name]) => name);
  const data = scenarios.filter(({ data: rows }) => rows !== undefined).map(({ name }) => name);
  return [
    'Gates and verdict. k6 judges nothing here: the script has no thresholds, and exit code 0 is no PASS.',
    ...(gates.length > 0 ? [`The gates of the plan: ${gates.join(' | ')}`] : []),
    ...(audience === 'read'
      ? [
          'What is measured shows as endpoint_duration by endpoint, class, version, outcome and status, and as checks.',
        ]
      : []),
    'Checks: CORS, JWT, replay, rate limits, headers and the rest.',
    'Latency from the intended start. That of k6 begins when a virtual user sends, so a queue before it is not in it.',
    ...(Object.values(plan.endpoints).some(({ stream }) => stream !== undefined)
      ? [
          'The first event of a stream: k6 reads all of it before its script sees any, and times it to its end.',
        ]
      : []),
    ...(others.length > 0
      ? [`The other kind of scenarios, which are not in this file: ${others.join(', ')}.`]
      : []),
    ...(waiting.length > 0
      ? [
          `"after": k6 has no such thing, so ${waiting.join(', ')} begin when what they wait for must have ended.`,
        ]
      : []),
    ...(plan.targets.baseline ? ['The baseline: this file loads the canary alone.'] : []),
    ...(borrowed.length > 0 ? [`Getting and renewing the tokens of ${borrowed.join(', ')}.`] : []),
    ...(data.length > 0
      ? [`Data files: the rows of ${data.join(', ')} are in this file, whatever they hold.`]
      : []),
  ];
}

function wrapped(text: string, bullet: string): string[] {
  const lines: string[] = [];
  let line = bullet;
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH && line.trim() !== bullet.trim()) {
      lines.push(line.trimEnd());
      line = ' '.repeat(bullet.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
