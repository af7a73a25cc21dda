import { getBorderCharacters, table } from 'table';

/** Rows as plain columns, without lines; ends with a line break. */
export function columns(rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '';
  const text = table(
    rows.map((row) => row.map(String)),
    {
      border: getBorderCharacters('void'),
      columnDefault: { paddingLeft: 0, paddingRight: 2 },
      drawHorizontalLine: () => false,
    },
  );
  return `${text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`;
}
