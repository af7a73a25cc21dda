import { tame } from '../text/tame.ts';

/** Stands between `@` and a name: GitHub finds mentions after it has undone every escape. */
const NO_MENTION = '@\u200b';

/** Text of a target as plain text in Markdown: no formatting, link, mention, HTML or new table cell comes of it. */
export function plain(text: string, most?: number): string {
  return tame(text, most)
    .replace(/[\\`*_{}[\]()<>#+!|~$&]/g, '\\$&')
    .replaceAll('@', NO_MENTION);
}

/**
 * The same as code; fit for table cells. A bar or a backtick cannot be told for sure between backticks (table parsers
 * differ on `\\|`): such text becomes an element with every mark spelt out.
 */
export function code(text: string, most?: number): string {
  const inside = tame(text, most);
  if (inside.trim() === '') return '';
  if (!/[`|]/.test(inside)) return `\`${inside}\``;
  return `<code>${inside.replace(/[^\p{L}\p{N} ]/gu, (mark) => `&#${mark.codePointAt(0)};`)}</code>`;
}

/** A table; cells are Markdown already. Columns named `…:` are aligned to the right. */
export function* table(head: readonly string[], rows: readonly (readonly string[])[]): Generator<string> {
  yield `| ${head.map((name) => name.replace(/:$/, '')).join(' | ')} |`;
  yield `| ${head.map((name) => (name.endsWith(':') ? '---:' : '---')).join(' | ')} |`;
  for (const row of rows) yield `| ${row.join(' | ')} |`;
}
