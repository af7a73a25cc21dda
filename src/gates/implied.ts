import { GATE_LEVELS, type GateLevel } from '../model/gate.ts';
import { SELECTOR_KEYS, type Selector } from './ast.ts';
import type { BoundGate } from './requirement.ts';

const MOST_LIMITED = 0.01;

/**
 * Gates on shed load that latency gates bring along. A latency gate leaves 429s aside, so a service could look fast by
 * turning most requests away; where the plan says nothing of 429s for these requests, at most 1 % are allowed.
 */
export function impliedGates(gates: readonly BoundGate[], ids: Set<string>): BoundGate[] {
  const implied = new Map<string, { selector: Selector; level: GateLevel }>();
  for (const gate of gates.filter(needsOne)) {
    if (gates.some((other) => boundsLimited(other) && covers(other.selector, gate.selector))) continue;
    const { streams: _, ...selector } = gate.selector;
    const key = selectorText(selector);
    const before = implied.get(key);
    if (!before || rank(gate.level) > rank(before.level)) implied.set(key, { selector, level: gate.level });
  }
  return [...implied].map(([text, { selector, level }]) => impliedGate(text, selector, level, ids));
}

function needsOne({ kind, requirement }: BoundGate): boolean {
  return (
    kind === 'gate' &&
    'measure' in requirement &&
    requirement.measure.kind === 'slower' &&
    requirement.kind !== 'trend'
  );
}

function boundsLimited({ kind, requirement }: BoundGate): boolean {
  return (
    kind === 'gate' &&
    requirement.kind === 'proportion' &&
    requirement.measure.kind === 'outcomes' &&
    requirement.measure.limited &&
    requirement.measure.bad.includes('429')
  );
}

/** True where everything that `narrow` selects is among what `wide` selects. */
function covers(wide: Selector, narrow: Selector): boolean {
  return SELECTOR_KEYS.every((key) => wide[key] === undefined || wide[key] === narrow[key]);
}

function rank(level: GateLevel): number {
  return GATE_LEVELS.indexOf(level);
}

function selectorText(selector: Selector): string {
  const parts = SELECTOR_KEYS.flatMap((key) =>
    selector[key] === undefined ? [] : [`${key}=${selector[key]}`],
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function impliedGate(text: string, selector: Selector, level: GateLevel, ids: Set<string>): BoundGate {
  const base = ['rate-429', ...Object.values(selector), 'implied'].join('-').toLowerCase();
  let id = base;
  for (let number = 2; ids.has(id); number += 1) id = `${base}-${number}`;
  ids.add(id);
  return {
    id,
    expression: `rate(429)${text} <= 1%`,
    kind: 'gate',
    level,
    implied: true,
    note: 'implied by a latency gate, which leaves 429s aside',
    selector,
    requirement: {
      kind: 'proportion',
      measure: { kind: 'outcomes', bad: ['429'], limited: true },
      bound: MOST_LIMITED,
      shown: { unit: 'ratio', bound: MOST_LIMITED, complement: false, deed: 'were 429' },
    },
  };
}
