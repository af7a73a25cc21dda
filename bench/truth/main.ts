import { parseArgs } from 'node:util';
import { demandedTruth, type Failure, type Measurement, measure } from './measurement.ts';
import { TOOLS } from './peers/all.ts';
import { canaryGate } from './peers/canary-gate.ts';
import type { Peer } from './peers/peer.ts';
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

interface Tool {
  readonly peer: Peer;
  readonly program: string;
}

interface Result {
  readonly scenario: Scenario;
  readonly measurements: readonly (Measurement | Failure)[];
}

const seconds = values.seconds === undefined ? undefined : positive(values.seconds);
const scenarios = chosen(SCENARIOS, values.scenarios, '--scenarios').map(lengthened);
const found = chosen(TOOLS, values.only, '--only').map(locate);
const missing = found.filter(({ program }) => program === undefined).map(({ peer }) => peer.name);
const tools = found.filter((tool): tool is Tool => tool.program !== undefined);

const versions: Record<string, string | undefined> = {};
for (const { peer, program } of tools) versions[peer.name] = await versionOf(peer, program);
const measured = tools.map(({ peer: { name } }) => `${name} ${versions[name] ?? ''}`.trim());
say(
  `${PINNING}\nmeasured: ${measured.join(', ') || 'none'}\nnot installed: ${missing.join(', ') || 'none'}\n`,
);

const results: Result[] = [];
for (const scenario of scenarios) results.push(await runScenario(scenario));
const misses = results.flatMap(missesOf);
if (values.json) print({ pinning: PINNING, versions, missing, results, misses });
else for (const miss of misses) say(`MISSED: ${miss}\n`);
process.exitCode = misses.length > 0 ? 1 : 0;

async function runScenario(scenario: Scenario): Promise<Result> {
  say(`\n${scenario.title}; ${scenario.rate}/s for ${scenario.seconds} s\n`);
  const truth = demandedTruth(scenario);
  const waits = truth && LEVELS.map((level) => `${level} ${truth[level].toFixed(1)} ms`);
  if (waits) say(`By the schedule and the demanded rate users wait ${waits.join(', ')}.\n`);
  const measurements: (Measurement | Failure)[] = [];
  for (const { peer, program } of tools) {
    process.stderr.write(`${scenario.name}, ${peer.name}\n`);
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

function locate(peer: Peer): { peer: Peer; program: string | undefined } {
  return { peer, program: findProgram(peer.program, process.env) };
}

function lengthened(scenario: Scenario): Scenario {
  return { ...scenario, seconds: wholeCycles(seconds ?? scenario.seconds, scenario.stalls) };
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--seconds is ${text}; it must be a whole number above 0`);
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
