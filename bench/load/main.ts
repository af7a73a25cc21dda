import { type Options, PARTS, type Part, readArguments, USAGE } from './arguments.ts';
import { commandOf, versionOf } from './find.ts';
import type { Lab } from './lab.ts';
import { choosePinning, describeMachine, fileLimit } from './machine.ts';
import { startNginx } from './nginx.ts';
import { measureClosed } from './parts/closed.ts';
import { CONNECTIONS, measureConnections } from './parts/connections.ts';
import { measureMemory } from './parts/memory.ts';
import { measureOpen } from './parts/open.ts';
import type { Results } from './parts/results.ts';
import { measureStartup } from './parts/startup.ts';
import { PEERS } from './peers/all.ts';
import type { Tool } from './peers/peer.ts';
import { OURS } from './ratios.ts';
import { Remarks } from './remarks.ts';
import { spreadOf } from './spread.ts';
import { printed } from './summary.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readArguments(
      process.argv.slice(2),
      PEERS.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => process.exit(code));
  return bench(options);
}

/** Exit code 1 when a bar is missed, or a run of canary-gate failed. */
async function bench(options: Options): Promise<number> {
  const machine = describeMachine();
  const pinning = choosePinning();
  const { tools, missing } = findTools(options.only);
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const remarks = new Remarks(say);
  for (const name of missing) say(`MISSING: ${name} is not installed`);
  const server = await startNginx({ core: pinning.server, connections: mostConnections() });
  try {
    const { connections, seconds, rounds } = options;
    const lab: Lab = { server, pinning, tools, connections, seconds, rounds, say, remarks };
    const results = await measureParts(lab, options.parts);
    const bars = Object.values(results).flatMap((result) => result.bars);
    const { doubts, failures } = remarks;
    const versions = Object.fromEntries(tools.map((tool) => [tool.peer.name, versionOf(tool)]));
    const summary = { machine, pinning, options, versions, missing, results, bars, doubts, failures };
    process.stdout.write(printed(summary));
    return failures.some(({ peer }) => peer === OURS) || bars.some(({ met }) => met === false) ? 1 : 0;
  } finally {
    await server.stop();
  }
}

/** canary-gate, and the peers that are asked for and installed. */
function findTools(only: readonly string[] | undefined): { tools: Tool[]; missing: string[] } {
  const wanted = PEERS.filter(({ name }) => name === OURS || only === undefined || only.includes(name));
  const found = wanted.map((peer) => ({ peer, command: commandOf(peer) }));
  return {
    tools: found.filter((it): it is Tool => it.command !== undefined),
    missing: found.filter(({ command }) => command === undefined).map(({ peer }) => peer.name),
  };
}

/** As many as nginx can have open, up to what the part that needs most of them asks for. */
function mostConnections(): number {
  return Math.min(CONNECTIONS + 2000, fileLimit() - 200);
}

/** A part that fails leaves the others their figures. */
async function measureParts(lab: Lab, parts: readonly Part[]): Promise<Results> {
  const results: Results = {};
  for (const part of PARTS.filter((it) => parts.includes(it)))
    try {
      await measurePart(lab, part, results);
    } catch (error) {
      lab.remarks.failed(OURS, `${part}: ${(error as Error).message}`);
    }
  return results;
}

async function measurePart(lab: Lab, part: Part, results: Results): Promise<void> {
  if (part === 'open') {
    const ours = results.static?.measurements.filter(({ peer }) => peer === OURS) ?? [];
    const known = spreadOf(ours.map(({ perSecond }) => perSecond))?.median;
    results.open = await measureOpen(lab, known);
  } else if (part === 'memory') results.memory = await measureMemory(lab);
  else if (part === 'connections') results.connections = await measureConnections(lab);
  else if (part === 'startup') results.startup = await measureStartup(lab);
  else results[part] = await measureClosed(lab, part);
}
