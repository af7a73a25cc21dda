import { type Bar, barOf } from '../bars.ts';
import { type Lab, runTool } from '../lab.ts';
import { doubtOf, type Measurement } from '../measurement.ts';
import { canaryGate, PROGRAM } from '../peers/canary-gate.ts';
import type { Tool } from '../peers/peer.ts';
import { OURS } from '../ratios.ts';
import { spreadOf } from '../spread.ts';

export interface OpenMeasurement extends Measurement {
  readonly demanded: number;
  /** |achieved - demanded| / demanded. */
  readonly deviation: number;
}

export interface OpenResult {
  /** Requests per second of canary-gate's own closed loop. */
  readonly saturation: number;
  readonly measurements: readonly OpenMeasurement[];
  readonly bars: readonly Bar[];
}

const FIXED_RATE = 1000;

/** Open loops at 1,000 requests per second, and at half of what canary-gate sends at most. */
export async function measureOpen(lab: Lab, known: number | undefined): Promise<OpenResult> {
  const saturation = known ?? (await saturationOf(lab));
  const half = 100 * Math.round(saturation / 200);
  const tools = lab.tools.filter(({ peer }) => peer.loops.includes('open'));
  const measurements: OpenMeasurement[] = [];
  for (const demanded of [FIXED_RATE, half])
    for (const tool of tools) {
      const measurement = await attempt(lab, tool, demanded);
      if (measurement) measurements.push(measurement);
    }
  return { saturation, measurements, bars: [FIXED_RATE, half].flatMap((rate) => barsOf(measurements, rate)) };
}

async function saturationOf(lab: Lab): Promise<number> {
  lab.say('open: measuring the saturation of canary-gate');
  const work = { tls: false, scripted: false, seconds: lab.seconds };
  return (await runTool(lab, { peer: canaryGate, command: PROGRAM }, work, 0)).perSecond;
}

async function attempt(lab: Lab, tool: Tool, demanded: number): Promise<OpenMeasurement | undefined> {
  const { name } = tool.peer;
  const work = { tls: false, scripted: false, seconds: lab.seconds, rate: demanded };
  try {
    const measurement = await runTool(lab, tool, work, 0);
    const deviation = Math.abs(measurement.perSecond - demanded) / demanded;
    lab.say(`open, ${name}: ${measurement.perSecond.toFixed(1)}/s of ${demanded}/s`);
    const doubt = doubtOf(measurement, lab.connections);
    if (doubt !== undefined) lab.remarks.doubt(`open at ${demanded}/s, ${doubt}`);
    return { ...measurement, demanded, deviation };
  } catch (error) {
    lab.remarks.failed(name, `open at ${demanded}/s, ${name}: ${(error as Error).message}`);
    return undefined;
  }
}

function barsOf(measurements: readonly OpenMeasurement[], rate: number): Bar[] {
  const ours = measurements.find((it) => it.peer === OURS && it.demanded === rate);
  const spread = (value: number | undefined) => (value === undefined ? null : spreadOf([value]));
  const part = 'open';
  return [
    barOf(
      { part, what: `deviation from ${rate}/s`, unit: '%', atMost: 0.1 },
      spread(ours && 100 * ours.deviation),
    ),
    barOf({ part, what: `send lag p99 at ${rate}/s`, unit: 'ms', atMost: 1 }, spread(ours?.sendLagP99)),
  ];
}
