/** Evaluations over the time that something must last: `x` violated, `o` holds, `?` neither, `-` no data. Bounded, plain data. */
export interface Lasting {
  /** Evaluations that span the time: one more than its steps. */
  readonly span: number;
  /** The newest evaluations, oldest first; never longer than the span. */
  recent: string;
  /** Set once a violation has lasted long enough, and never taken back. */
  violated: boolean;
  evaluations: number;
  missing: number;
  /** Evaluations that showed a violation. */
  bad: number;
  /** Evaluations that had data, and showed neither. */
  open: number;
}

export type Mark = 'x' | 'o' | '?' | '-';

/** Share of evaluations that must have data. */
export const COMPLETE = 0.9;

/** `lasting` and `step` in the same unit. */
export function openLasting(lasting: number, step: number): Lasting {
  const span = Math.floor(lasting / step) + 1;
  return { span, recent: '', violated: false, evaluations: 0, missing: 0, bad: 0, open: 0 };
}

/** Adds an evaluation. A gap neither completes nor resets what lasts. */
export function addMark(lasting: Lasting, mark: Mark): void {
  lasting.recent = (lasting.recent + mark).slice(-lasting.span);
  lasting.evaluations += 1;
  if (mark === '-') lasting.missing += 1;
  if (mark === '?') lasting.open += 1;
  if (mark === 'x') lasting.bad += 1;
  if (mark === 'x' && lasts(lasting, 'x')) lasting.violated = true;
}

/** True where the whole time is covered, at least 90 % of it by data, and all of that says the same. */
export function lasts({ recent, span }: Lasting, mark: 'x' | 'o'): boolean {
  if (recent.length < span || recent.includes('?') || recent.includes(mark === 'x' ? 'o' : 'x')) return false;
  return recent.split(mark).length - 1 >= COMPLETE * span;
}
