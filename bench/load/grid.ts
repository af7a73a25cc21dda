import { table } from 'table';

/** A table before it is drawn: on a terminal, or in Markdown. */
export interface Grid {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function asText({ title, head, rows }: Grid): string {
  const lines = [head.map((cell) => cell.replaceAll(', ', '\n')), ...rows.map((row) => [...row])];
  return `${title}\n${table(lines, { drawHorizontalLine: (at, size) => at < 2 || at === size })}`;
}

export function asMarkdown({ title, head, rows }: Grid): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, at) => (at === 0 ? '---|' : '---:|')).join('')}`;
  return `### ${title}\n\n${[line(head), rule, ...rows.map(line)].join('\n')}\n`;
}
