import { formatDuration } from '../model/duration.ts';
import type { SignalWindow } from '../model/window.ts';
import { type Certainty, type Evaluator, type Judged, judged } from './evaluator.ts';
import { addMark, COMPLETE, type Lasting, lasts, openLasting } from './lasting.ts';
import { openReadings, type Readings, readingAt, windowsUpTo } from './readings.ts';
import { holds, type Requirement } from './requirement.ts';
import { percent, plural, short } from './words.ts';

type Signal = Extract<Requirement, { kind: 'signal' }>;

interface Memory {
  readonly readings: Readings;
  readonly lasting: Lasting;
  /** Readings, or means over the window where there is one. */
  seen: number;
  missing: number;
  violated: number;
  last: { state: SignalWindow['state']; value: number; detail: string };
  /** The value that violated it most; null while none did. */
  worst: number | null;
}

/** An outside reading, compared plainly. */
export const signalEvaluator: Evaluator<Signal, Memory> = {
  start: ({ sliding }) => ({
    readings: openReadings(),
    lasting: openLasting(sliding?.for ?? 0, sliding?.step ?? 1),
    seen: 0,
    missing: 0,
    violated: 0,
    last: { state: 'no_data', value: 0, detail: 'it was never read' },
    worst: null,
  }),
  see(memory, requirement, _, { second, signals }) {
    const { sliding, name } = requirement;
    const own = signals.filter(({ signal }) => signal === name);
    if (!sliding) for (const reading of own) take(memory, requirement, reading);
    else
      for (const reading of windowsUpTo(memory.readings, sliding, requirement.smooth, second, own))
        take(memory, requirement, reading);
  },
  revocable: ({ every, sliding }) => !every && (sliding?.for ?? 0) === 0,
  brewing: ({ lasting }) => lasting.span > 1 && lasting.recent.endsWith('x'),
  judge(memory, requirement, certainty) {
    const { last, seen, violated } = memory;
    const value = memory.worst !== null && requirement.every ? memory.worst : last.value;
    return judged({
      ...stateOf(memory, requirement, certainty),
      unit: requirement.shown,
      observed: last.state === 'value' ? value * requirement.scale : null,
      n: seen,
      bad: violated,
      notes: notesOf(memory, requirement),
    });
  },
};

function take(
  memory: Memory,
  { comparator, value: bound }: Signal,
  reading: Omit<SignalWindow, 'second' | 'signal'>,
): void {
  const { state, value = Number.NaN, detail = '' } = reading;
  const usable = state === 'value' && !Number.isNaN(value);
  memory.seen += 1;
  memory.last = {
    state: usable ? 'value' : state === 'error' ? 'error' : 'no_data',
    value: usable ? value : 0,
    detail,
  };
  if (!usable) memory.missing += 1;
  const bad = usable && !holds(value, comparator, bound);
  if (bad) memory.violated += 1;
  if (bad && (memory.worst === null || Math.abs(value - bound) > Math.abs(memory.worst - bound)))
    memory.worst = value;
  addMark(memory.lasting, usable ? (bad ? 'x' : 'o') : '-');
}

function stateOf(
  memory: Memory,
  requirement: Signal,
  certainty: Certainty,
): Pick<Judged, 'state' | 'message'> {
  const { lasting, last, seen, missing, violated } = memory;
  const { sliding, every } = requirement;
  if (sliding && sliding.for > 0) {
    if (lasting.violated)
      return {
        state: 'fail',
        message: `${shown(requirement, memory.worst ?? 0)} at worst, for ${formatDuration(sliding.for)} (wanted ${wanted(requirement)})`,
      };
    if (Math.max(certainty.elapsed, readingAt(memory.readings)) * 1000 < sliding.for)
      return {
        state: 'too_short',
        message: `${plural(certainty.elapsed, 'second')} are too short for "for ${formatDuration(sliding.for)}"`,
      };
  } else if (every && violated > 0)
    return {
      state: 'fail',
      message: `${shown(requirement, memory.worst ?? 0)} (wanted ${wanted(requirement)}) in ${violated} of ${plural(seen, 'reading')}`,
    };
  if (seen === 0 || last.state === 'no_data')
    return { state: 'no_data', message: `no reading${last.detail === '' ? '' : `: ${last.detail}`}` };
  if (last.state === 'error') return { state: 'error', message: `it could not be read: ${last.detail}` };
  if (seen - missing < COMPLETE * seen)
    return { state: 'no_data', message: `${missing} of ${plural(seen, 'reading')} had no value` };
  if (sliding && sliding.for > 0 && !lasts(lasting, 'o'))
    return {
      state: 'inconclusive',
      message: `${violated} of ${plural(seen, 'evaluation')} violated it, never for ${formatDuration(sliding.for)}`,
    };
  const held = (sliding && sliding.for > 0) || holds(last.value, requirement.comparator, requirement.value);
  return {
    state: held ? 'pass' : 'fail',
    message: `${shown(requirement, last.value)} (wanted ${wanted(requirement)})`,
  };
}

function wanted(requirement: Signal): string {
  return `${requirement.comparator} ${shown(requirement, requirement.value)}`;
}

function shown({ shown: unit, scale }: Signal, value: number): string {
  if (unit === 'ratio') return percent(value * scale);
  return unit === 'ms' ? formatDuration(value * scale) : short(value * scale);
}

function notesOf({ seen, missing, violated, last, worst }: Memory, requirement: Signal): string[] {
  const notes: string[] = [];
  if (missing > 0) notes.push(`${missing} of ${plural(seen, 'reading')} had no value`);
  if (violated > 0 && worst !== null && !requirement.every)
    notes.push(
      `${violated} of ${plural(seen, 'reading')} violated it, at worst ${shown(requirement, worst)}; the last one decides`,
    );
  if (last.state === 'value' && last.detail !== '') notes.push(last.detail);
  return notes;
}
