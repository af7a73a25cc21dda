import { columns, truncate } from '../../../reporters/terminal/layout.ts';
import type { Paint, Tone } from '../../../reporters/terminal/style.ts';
import { significant } from '../../../reporters/text/units.ts';
import { type Activity, loadFigures } from './activity.ts';

interface LineOptions {
  /** The line must not be longer, or the terminal wraps it and it cannot be taken back. */
  readonly width: number;
  readonly frame: number;
  readonly tone: Paint;
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const BAR = 16;

/** The one line that is drawn again and again: what goes on, how far it is, what it looks like. */
export function liveLine(activity: Activity, { width, frame, tone }: LineOptions): string {
  let left = width;
  let line = '';
  for (const [mood, text] of parts(activity, frame)) {
    if (left <= 0) break;
    const shown = truncate(text, left);
    left -= columns(shown);
    line += mood ? tone(mood, shown) : shown;
  }
  return line;
}

type Part = readonly [mood: Tone | undefined, text: string];

function parts(activity: Activity, frame: number): Part[] {
  const spinner: Part = ['accent', `${SPINNER[frame % SPINNER.length]} `];
  const { checks, second } = activity;
  if (checks) {
    const share = checks.total > 0 ? checks.done / checks.total : 0;
    return [spinner, ...bar(share), [undefined, ` ${checks.done} of ${checks.total} checks`]];
  }
  if (!second) return [spinner, ['faint', activity.stage]];
  const figures = loadFigures(second).flatMap(({ text, bad }): Part[] => [
    ['faint', ' · '],
    [bad ? 'bad' : undefined, text],
  ]);
  const share = second.planned > 0 ? second.elapsed / second.planned : 0;
  return [
    spinner,
    ...bar(share),
    [undefined, ` ${significant(second.elapsed)} of ${significant(second.planned)} s`],
    ...figures,
  ];
}

function bar(share: number): Part[] {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR);
  return [
    ['accent', '━'.repeat(full)],
    ['faint', '─'.repeat(BAR - full)],
  ];
}
