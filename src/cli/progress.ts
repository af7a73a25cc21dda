import { paint } from '../../reporters/terminal/style.ts';
import { CHECK_LOOKS } from '../../reporters/terminal/words.ts';
import { tame } from '../../reporters/text/tame.ts';
import type { Progress, ProgressEvent } from '../model/progress.ts';
import { type Activity, loadSentence, STILL } from './progress/activity.ts';
import { liveLine } from './progress/line.ts';

interface Output {
  write(text: string): unknown;
  readonly columns?: number;
}

export interface LiveOptions {
  readonly tty: boolean;
  readonly color: boolean;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

export interface LiveProgress {
  readonly progress: Progress;
  /** Takes the live line away and gives the cursor back; nothing is written afterwards. */
  readonly end: () => void;
}

/** Shows a run while it goes on: one line that is drawn again and again on a terminal, plain lines elsewhere. */
export function liveProgress(stream: Output, options: LiveOptions): LiveProgress {
  const lasting = lastingLines(options);
  const screen = options.tty ? liveScreen(stream, options) : plainScreen(stream);
  let activity = STILL;
  let ended = false;
  return {
    progress(event) {
      if (ended) return;
      activity = next(activity, event);
      screen.show(lasting(event, activity), activity);
    },
    end() {
      if (!ended) screen.close();
      ended = true;
    },
  };
}

interface Screen {
  /** Lines that stay, and what goes on beneath them. */
  show(lines: readonly string[], activity: Activity): void;
  close(): void;
}

function plainScreen(stream: Output): Screen {
  return {
    show(lines) {
      for (const line of lines) stream.write(`${line}\n`);
    },
    close() {},
  };
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_LINE = '\r\u001b[2K';

/** Least time between two drawings, in ms; a second of load and a lasting line are always drawn. */
const REDRAW = 80;

function liveScreen(stream: Output, { color, now }: LiveOptions): Screen {
  const tone = paint(color);
  let drawn = Number.NEGATIVE_INFINITY;
  let hidden = false;
  return {
    show(lines, activity) {
      if (lines.length === 0 && now() - drawn < REDRAW && !activity.second) return;
      drawn = now();
      const kept = lines.map((line) => `${line}\n`).join('');
      const width = Math.max(10, (stream.columns || 80) - 1);
      const line = liveLine(activity, { width, frame: Math.floor(now() / REDRAW), tone });
      stream.write(`${hidden ? '' : HIDE_CURSOR}${ERASE_LINE}${kept}${line}`);
      hidden = true;
    },
    close() {
      if (hidden) stream.write(`${ERASE_LINE}${SHOW_CURSOR}`);
    },
  };
}

function next(activity: Activity, event: ProgressEvent): Activity {
  if (event.kind === 'stage') return { stage: event.name };
  if (event.kind === 'second') return { stage: activity.stage, second: event };
  if (event.kind === 'check')
    return { stage: activity.stage, checks: { done: event.done, total: event.total } };
  return activity;
}

/** Seconds of load between two plain lines. */
const EVERY = 5;

/** What is told once and for good: stages, notes, checks that did not pass, and the load where no line is live. */
function lastingLines({ tty, color }: LiveOptions): (event: ProgressEvent, activity: Activity) => string[] {
  const tone = paint(color);
  let told = 0;
  return (event, activity) => {
    if (event.kind === 'stage') {
      told = 0;
      return [`${tone('accent', '▸')} ${tone('strong', event.name)} ${tame(event.text)}`.trimEnd()];
    }
    if (event.kind === 'note') return [`  ${tame(event.text)}`];
    if (event.kind === 'check') return troubles(event, color);
    if (tty || event.elapsed - told < EVERY) return [];
    told = event.elapsed;
    return [`  ${activity.stage}: ${loadSentence(event)}`];
  };
}

function troubles(event: ProgressEvent & { kind: 'check' }, color: boolean): string[] {
  if (event.outcome !== 'fail' && event.outcome !== 'error' && event.outcome !== 'inconclusive') return [];
  const { symbol, tone } = CHECK_LOOKS[event.outcome];
  const word = event.outcome === 'fail' ? `failed, ${event.severity}` : event.outcome;
  return [`  ${paint(color)(tone, `${symbol} ${tame(event.id)} (${word})`)} ${tame(event.title)}`];
}
