/** What a piece of text means; how that looks is decided here alone. */
const TONES = {
  good: '32',
  bad: '31',
  doubt: '33',
  accent: '36',
  faint: '2',
  strong: '1',
  goodBar: '1;30;42',
  badBar: '1;97;41',
  doubtBar: '1;30;43',
} as const;

export type Tone = keyof typeof TONES;

/** Puts text into a tone; leaves it alone where there is no colour. */
export type Paint = (tone: Tone, text: string) => string;

const ESC = '\u001b';

/** SGR colours of the 16 that every terminal and its theme knows. */
export function paint(color: boolean): Paint {
  return color
    ? (tone, text) => (text === '' ? '' : `${ESC}[${TONES[tone]}m${text}${ESC}[0m`)
    : (_, text) => text;
}
