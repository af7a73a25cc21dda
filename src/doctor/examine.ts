import type { Found, Machine, Probe } from './probe.ts';

/** What a probe found, with all that there is to say of it. */
export type Finding = Found & Omit<Probe, 'look'>;

/** Looks at everything, in order. */
export async function examine(machine: Machine, probes: readonly Probe[]): Promise<Finding[]> {
  const found = await Promise.all(probes.map(({ look }) => look(machine)));
  return probes.map(({ look: _, ...probe }, index) => ({ ...probe, ...(found[index] as Found) }));
}

/** 4, as for a run that could not start, when something is missing that everything needs. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 4 {
  return findings.some(({ needed, state }) => needed && state === 'missing') ? 4 : 0;
}
