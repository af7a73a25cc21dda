import { examine, exitCodeOf, type Finding } from '../doctor/examine.ts';
import { thisMachine } from '../doctor/machine.ts';
import { PROBES } from '../doctor/probes.ts';
import { printable } from '../model/text.ts';
import { columns } from './columns.ts';
import type { GlobalOptions } from './command.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** `canary-gate doctor`. Gives the exit code. */
export async function printDoctor({ json, quiet }: GlobalOptions, io: Io): Promise<number> {
  const findings = await examine(thisMachine(io.env), PROBES);
  const exitCode = exitCodeOf(findings);
  if (json)
    io.stdout.write(`${JSON.stringify({ version: version(), exitCode, probes: findings }, null, 2)}\n`);
  else io.stdout.write(quiet ? `${summary(findings)}\n` : `${page(findings)}\n${summary(findings)}\n`);
  return exitCode;
}

function page(findings: readonly Finding[]): string {
  const lines = columns(findings.map(({ id, state, found }) => [state, id, printable(found, 200)]));
  const details = findings
    .filter(({ state }) => state !== 'ok')
    .map(({ id, gives, remedy }) => `\n${id}\n  gives   ${gives}\n  to get  ${remedy}\n`);
  return `${lines}${details.join('')}`;
}

function summary(findings: readonly Finding[]): string {
  const named = (wanted: Finding['state']) =>
    findings.filter(({ state }) => state === wanted).map(({ id }) => id);
  const parts = [
    ['missing', named('missing')],
    ['limited', named('limited')],
  ] as const;
  const said = parts.flatMap(([state, ids]) => (ids.length === 0 ? [] : [`${state}: ${ids.join(', ')}`]));
  const fact = exitCodeOf(findings) === 0 ? 'canary-gate can run here' : 'canary-gate cannot run here';
  return [fact, ...said].join('; ');
}
