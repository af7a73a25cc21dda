import type { Problem } from '../model/errors.ts';
import type { Gate, GateLevel, Trigger } from '../model/gate.ts';
import { GateSyntaxError, type ParsedGate } from './ast.ts';
import { type Fault, fault } from './fault.ts';
import { takeId } from './ids.ts';
import { impliedGates } from './implied.ts';
import { type Names, nameFaults, scopeOf } from './names.ts';
import { parseGate } from './parse.ts';
import { requirementOf } from './require.ts';
import type { BoundGate } from './requirement.ts';

export type { Names } from './names.ts';
export type { BoundGate } from './requirement.ts';

export interface BindInput extends Names {
  /** As the plan holds them. */
  readonly gates: readonly Gate[];
  readonly triggers: readonly Trigger[];
}

export interface Bound {
  readonly gates: readonly BoundGate[];
  readonly problems: readonly Problem[];
}

interface Written {
  readonly path: string;
  readonly kind: 'gate' | 'trigger';
  readonly expression: string;
  readonly level: GateLevel;
  readonly id?: string | undefined;
  readonly note?: string | undefined;
}

/** Gates and triggers of a plan made ready for evaluation, and everything that is wrong with them. */
export function bindGates(input: BindInput): Bound {
  const written = [...input.gates.map(writtenGate), ...input.triggers.map(writtenTrigger)];
  const ids = new Set(written.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const gates: BoundGate[] = [];
  const problems: Problem[] = [];
  for (const one of written) {
    const bound = bindOne(one, input, ids);
    if ('faults' in bound) problems.push(...bound.faults.map((wrong) => ({ path: one.path, ...wrong })));
    else gates.push(bound);
  }
  return { gates: [...gates, ...impliedGates(gates, ids)], problems: [...problems, ...repeated(written)] };
}

function writtenGate(gate: Gate, index: number): Written {
  const path = `gates[${index}]`;
  if (typeof gate === 'string') return { path, kind: 'gate', expression: gate, level: 'required' };
  return { path, kind: 'gate', ...gate };
}

function writtenTrigger(trigger: Trigger, index: number): Written {
  const common = { path: `triggers[${index}]`, kind: 'trigger', level: 'critical' } as const;
  return typeof trigger === 'string' ? { ...common, expression: trigger } : { ...common, ...trigger };
}

function bindOne(written: Written, input: BindInput, ids: Set<string>): BoundGate | { faults: Fault[] } {
  const { kind, level, note } = written;
  const parsed = parsedOr(written.expression);
  if ('message' in parsed) return { faults: [parsed] };
  if (kind === 'gate' && parsed.action)
    return {
      faults: [fault('a gate has no action: "->" belongs under "triggers"', 'what must hold, without "->"')],
    };
  const faults = nameFaults(parsed, input);
  const critical = level === 'critical';
  const requirement = requirementOf(parsed, { kind, critical, signals: input.signals });
  if ('message' in requirement) faults.push(requirement);
  if (faults.length > 0 || 'message' in requirement) return { faults };
  return {
    id: written.id ?? takeId(parsed, kind, ids),
    expression: written.expression,
    kind,
    level,
    implied: false,
    selector: scopeOf(parsed, input),
    requirement,
    ...(kind === 'trigger' ? { action: parsed.action ?? 'rollback' } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function parsedOr(expression: string): ParsedGate | Fault {
  try {
    return parseGate(expression);
  } catch (error) {
    if (!(error instanceof GateSyntaxError)) throw error;
    return fault(`${error.message} (column ${error.position + 1})`, error.allowed);
  }
}

function repeated(written: readonly Written[]): Problem[] {
  const seen = new Set<string>();
  return written.flatMap(({ id, path }) => {
    if (id === undefined || !seen.has(id)) {
      if (id !== undefined) seen.add(id);
      return [];
    }
    return [{ path: `${path}.id`, message: `the id "${id}" is used twice`, allowed: 'an id of its own' }];
  });
}
