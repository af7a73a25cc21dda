import type { RenderOptions } from '../../src/model/reporter.ts';
import { columns } from './layout.ts';
import { type Paint, paint, type Tone } from './style.ts';

/** What every part of the terminal report needs to know of the terminal. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
}

/** Narrower tables cannot be read, longer lines are hard to follow. */
const NARROWEST = 60;
const WIDEST = 120;

export function openPage(options: RenderOptions): Page {
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, options.width || NARROWEST)),
    paint: paint(options.color),
  };
}

/** A part of a section's sum: `5 passed`. */
export type Sum = readonly [tone: Tone, text: string];

/** A section's title with what its content adds up to: `GATES  5 passed · 1 failed`. */
export function* heading(page: Page, title: string, sums: readonly Sum[] = []): Generator<string> {
  const name = ` ${page.paint('strong', title.toUpperCase())}`;
  const [first = [], ...more] = fold(sums, page.width - title.length - 3);
  const show = (line: readonly Sum[]) =>
    line.map(([tone, text]) => page.paint(tone, text)).join(page.paint('faint', ' · '));
  yield first.length > 0 ? `${name}  ${show(first)}` : name;
  for (const line of more) yield ' '.repeat(title.length + 3) + show(line);
}

function fold(sums: readonly Sum[], width: number): Sum[][] {
  const lines: Sum[][] = [];
  let left = 0;
  for (const sum of sums) {
    const taken = columns(sum[1]) + 3;
    if (taken > left) {
      lines.push([]);
      left = width + 3;
    }
    left -= taken;
    lines.at(-1)!.push(sum);
  }
  return lines;
}
