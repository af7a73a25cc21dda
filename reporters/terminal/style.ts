/** What a piece of text means; how that looks is decided here alone. Codes that begin and end a look (SGR). */
const TONES = {
  good: ['32', '39'],
  bad: ['31', '39'],
  doubt: ['33', '39'],
  accent: ['36', '39'],
  faint: ['2', '22'],
  strong: ['1', '22'],
  goodBar: ['1;30;42', '0'],
  badBar: ['1;97;41', '0'],
  doubtBar: ['1;30;43', '0'],
} as const;

export type Tone = keyof typeof TONES;

/** Puts text into a tone; leaves it alone where there is no colour. */
export type Paint = (tone: Tone, text: string) => string;

const ESC = '\u001b';

/** Colours of the 16 that every terminal and its theme knows. */
export function paint(color: boolean): Paint {
  if (!color) return (_, text) => text;
  return (tone, text) => {
    const [begin, end] = TONES[tone];
    return text === '' ? '' : `${ESC}[${begin}m${text}${ESC}[${end}m`;
  };
}
