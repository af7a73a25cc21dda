import { parseArgs } from 'node:util';
import { demandedTruth, type Failure, type Measurement, measure } from './measurement.ts';
import { TOOLS } from './peers/all.ts';
import { canaryGate } from './peers/canary-gate.ts';
import { LEVELS } from './percentiles.ts';
import { PINNING } from './pinned.ts';
import { findProgram } from './programs.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { wholeCycles } from './stalls.ts';
import { formatTable } from './tables.ts';
import { versionOf } from './tool-run.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    scenarios: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

interface Result {
  readonly scenario: Scenario;
  readonly measurements: readonly (Measurement | Failure)[];
}

const tools = chosen(TOOLS, values.only, '--only');
const scenarios = chosen(SCENARIOS, values.scenarios, '--scenarios').map(lengthened);
const found = tools.map((peer) => ({ peer, program: findProgram(peer.program, process.env) }));
const missing = found.filter(({ program }) => program === undefined).map(({ peer }) => peer.name);

say(`${PINNING}; not installed: ${missing.join(', ') || 'none'}\n`);
const versions: Record<string, string> = {};
for (const { peer, program } of found) {
  const version = program === undefined ? undefined : await versionOf(peer, program);
  if (version !== undefined) versions[peer.name] = version;
}
const results: Result[] = [];
for (const scenario of scenarios) results.push(await runScenario(scenario));
const misses = results.flatMap(missesOf);
if (values.json) print({ pinning: PINNING, versions, missing, results, misses });
else for (const miss of misses) say(`MISSED: ${miss}\n`);
process.exitCode = misses.length > 0 ? 1 : 0;

async function runScenario(scenario: Scenario): Promise<Result> {
  const truth = demandedTruth(scenario);
  say(`\n${scenario.title}; ${scenario.rate}/s for ${scenario.seconds} s\n`);
  if (truth)
    say(
      `By the schedule users wait ${LEVELS.map((level) => `${level} ${truth[level].toFixed(1)} ms`).join(', ')}\n`,
    );
  const measurements: (Measurement | Failure)[] = [];
  for (const { peer, program } of found) {
    if (program === undefined) continue;
    if (!values.json) process.stderr.write(`${peer.name} ...\n`);
    measurements.push(await measure(peer, program, scenario, Number(values.seed)));
  }
  say(formatTable(measurements));
  return { scenario, measurements };
}

/** Bars are for our own tool; no result is a miss as well. */
function missesOf({ scenario, measurements }: Result): string[] {
  return measurements
    .filter(({ tool }) => tool === canaryGate.name)
    .flatMap((one): readonly string[] => ('failure' in one ? ['no result'] : one.missed))
    .map((what) => `${canaryGate.name}, ${scenario.name}, ${what}`);
}

function lengthened(scenario: Scenario): Scenario {
  const seconds = values.seconds === undefined ? scenario.seconds : Number(values.seconds);
  return { ...scenario, seconds: wholeCycles(seconds, scenario.stalls) };
}

function chosen<Named extends { readonly name: string }>(
  all: readonly Named[],
  list: string | undefined,
  option: string,
): Named[] {
  if (list === undefined) return [...all];
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  const unknown = names.filter((name) => !all.some((one) => one.name.toLowerCase() === name));
  if (unknown.length > 0)
    throw new Error(
      `${option} knows no ${unknown.join(', ')}; it knows ${all.map(({ name }) => name).join(', ')}`,
    );
  return all.filter(({ name }) => names.includes(name.toLowerCase()));
}

function say(text: string): void {
  if (!values.json) process.stdout.write(text);
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
