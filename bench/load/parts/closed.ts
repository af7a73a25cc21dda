import type { Part } from '../arguments.ts';
import { type Bar, cpuBars } from '../bars.ts';
import { type Lab, runTool, type Work } from '../lab.ts';
import { doubtOf, type Measurement } from '../measurement.ts';
import type { Tool } from '../peers/peer.ts';
import { type Ratio, ratiosOf } from '../ratios.ts';

export interface ClosedResult {
  readonly part: Part;
  readonly measurements: readonly Measurement[];
  readonly ratios: readonly Ratio[];
  readonly bars: readonly Bar[];
}

/** A closed loop of every tool in turn, in several rounds, each beginning with another tool. */
export async function measureClosed(lab: Lab, part: 'static' | 'tls' | 'scripted'): Promise<ClosedResult> {
  const loop = part === 'scripted' ? 'scripted' : 'static';
  const tools = lab.tools.filter(({ peer }) => peer.loops.includes(loop));
  const work: Work = { tls: part === 'tls', scripted: part === 'scripted', seconds: lab.seconds };
  const measurements: Measurement[] = [];
  for (let round = 0; round < lab.rounds; round += 1)
    for (const tool of rotated(tools, round)) {
      const measurement = await attempt(lab, tool, { part, work, round });
      if (measurement) measurements.push(measurement);
    }
  const ratios = ratiosOf(inOrder(measurements, tools));
  return { part, measurements: inOrder(measurements, tools), ratios, bars: cpuBars(part, ratios) };
}

export function rotated<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

async function attempt(
  lab: Lab,
  tool: Tool,
  { part, work, round }: { part: Part; work: Work; round: number },
): Promise<Measurement | undefined> {
  const { name } = tool.peer;
  try {
    const measurement = await runTool(lab, tool, work, round);
    const { perSecond, cpuMicrosPerRequest } = measurement;
    lab.say(
      `${part}, round ${round + 1}, ${name}: ${perSecond.toFixed(0)}/s, ${cpuMicrosPerRequest.toFixed(2)} us of CPU per request`,
    );
    const doubt = doubtOf(measurement, lab.connections);
    if (doubt !== undefined) lab.remarks.doubt(`${part}, ${doubt}`);
    return measurement;
  } catch (error) {
    lab.remarks.failed(name, `${part}, ${name}, round ${round + 1}: ${(error as Error).message}`);
    return undefined;
  }
}

function inOrder(measurements: readonly Measurement[], tools: readonly Tool[]): Measurement[] {
  const place = (name: string) => tools.findIndex(({ peer }) => peer.name === name);
  return [...measurements].sort((a, b) => place(a.peer) - place(b.peer) || a.round - b.round);
}
