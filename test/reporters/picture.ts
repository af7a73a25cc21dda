import { text as readAll } from 'node:stream/consumers';

/**
 * Draws coloured terminal output as SVG, for the README:
 * `FORCE_COLOR=1 npm start --silent 2>/dev/null | node test/reporters/picture.ts > docs/terminal.svg`
 */
const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
const COLORS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#56d364',
  '33': '#e3b341',
  '36': '#76c7e8',
};
const BARS: Readonly<Record<string, string>> = { '41': '#da3633', '42': '#2ea043', '43': '#d29922' };

interface Style {
  color: string;
  bar: string | undefined;
  bold: boolean;
  faint: boolean;
}

const PLAIN: Style = { color: '#e6edf3', bar: undefined, bold: false, faint: false };

const lines = (await readAll(process.stdin)).trimEnd().replace(/^\n+/, '').split('\n');
const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, '').length));
const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
const height = lines.length * CELL.height + 2 * MARGIN;
const drawn = lines.map((line, row) => drawLine(line, MARGIN + (row + 0.75) * CELL.height));
process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
${drawn.join('\n')}
</g>
</svg>
`,
);

function drawLine(line: string, y: number): string {
  let style = { ...PLAIN };
  let column = 0;
  let svg = '';
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part);
    if (codes) style = restyled(style, (codes[1] as string).split(';'));
    else if (part !== '') {
      svg += drawText(part, MARGIN + column * CELL.width, y, style);
      column += [...part].length;
    }
  }
  return svg;
}

function restyled(style: Style, codes: readonly string[]): Style {
  const next = { ...style };
  for (const code of codes) {
    if (code === '0') Object.assign(next, PLAIN);
    else if (code === '1') next.bold = true;
    else if (code === '2') next.faint = true;
    else if (code === '22') Object.assign(next, { bold: false, faint: false });
    else if (code === '30') next.color = '#0d1117';
    else if (code === '97') next.color = '#ffffff';
    else if (code in BARS) next.bar = BARS[code];
    else next.color = COLORS[code] ?? PLAIN.color;
  }
  return next;
}

function drawText(text: string, x: number, y: number, { color, bar, bold, faint }: Style): string {
  const length = [...text].length * CELL.width;
  const box = bar
    ? `<rect x="${x}" y="${y - 0.75 * CELL.height}" width="${length}" height="${CELL.height}" fill="${bar}"/>`
    : '';
  const look = `fill="${color}"${bold ? ' font-weight="bold"' : ''}${faint ? ' opacity="0.6"' : ''}`;
  // Browsers fold spaces, and then stretch what is left to its length.
  const escaped = text.replaceAll(' ', '\u00a0').replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return `${box}<text x="${x}" y="${y}" textLength="${length}" ${look}>${escaped}</text>`;
}
