const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const SGR = /\u001b\[[\d;]*m/g;
const ZERO = /\p{Mn}|\p{Me}/u;

/** Columns that text takes on a terminal; our own colours take none. */
export function columns(coloured: string): number {
  const text = coloured.replace(SGR, '');
  // ASCII and box drawing are most of all text.
  if (/^[\u0020-\u02ff\u2010-\u22ff\u2500-\u25ff]*$/.test(text)) return text.length;
  let total = 0;
  for (const character of text) total += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return total;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}

/** Cut to `width` columns, with an ellipsis where something is missing. */
export function truncate(text: string, width: number): string {
  return columns(text) <= width ? text : `${head(text, width - 1)}…`;
}

/** Lines of at most `width` columns, broken at spaces; a word that is longer is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columns(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    while (columns(word) > width) {
      const part = head(word, width) || [...word][0]!;
      lines.push(part);
      word = word.slice(part.length);
    }
    line = word;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** The same, every line after the first one indented. */
export function hanging(text: string, indent: number, width: number): string[] {
  const margin = ' '.repeat(indent);
  return wrap(text, Math.max(20, width - indent)).map((line) => margin + line);
}

function head(text: string, width: number): string {
  let taken = '';
  let left = width;
  for (const character of text) {
    left -= columns(character);
    if (left < 0) break;
    taken += character;
  }
  return taken;
}
