import type { Dice } from './dice.ts';

/** Bytes at which parsers part: ends of classes, line ends, what separates. */
const SHARP = '\0\t\n\v\f\r\x1f !",-./09:;=@AFGZ[\\`afgz{\x7f\x80\x85\xa0\xff';

/** Pieces that mean something where they should not be. */
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\n\r',
  '\r\n\r\n',
  '\r\n ',
  '\r\n\t',
  ' :',
  ': ',
  ', ',
  ';',
  '0\r\n\r\n',
  '5\r\nhello\r\n',
  'ffffffffffffffff',
  '10000000000000005',
  'chunked',
  'close',
  'Connection: close\r\n',
  'Connection: keep-alive\r\n',
  'Content-Length: 0\r\n',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Upgrade: h2c\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.0 ',
  'HTTP/2.0 ',
  'ICY 200 OK\r\n',
];

/** Changes a text in one place or a few. */
export function mutate(dice: Dice, text: string): string {
  let mutated = text;
  for (let times = dice.chance(0.6) ? 1 : dice.between(2, 4); times > 0; times -= 1)
    mutated = dice.pick(MUTATIONS)(dice, mutated, dice.below(mutated.length + 1));
  return mutated;
}

const MUTATIONS: readonly ((dice: Dice, text: string, at: number) => string)[] = [
  (dice, text, at) => replaced(text, at, 1, dice.pick(SHARP)),
  (dice, text, at) => replaced(text, at, 1, String.fromCharCode(dice.below(256))),
  (dice, text, at) => replaced(text, at, 0, dice.pick(SHARP)),
  (dice, text, at) => replaced(text, at, 0, dice.pick(PIECES)),
  (dice, text, at) => replaced(text, at, dice.between(1, 4), dice.pick(PIECES)),
  (_, text, at) => replaced(text, at, 1, ''),
  (dice, text, at) => replaced(text, at, dice.between(1, 20), ''),
  (dice, text, at) => replaced(text, at, 0, text.slice(at, at + dice.between(1, 40))),
  (_, text, at) => text.slice(0, at),
  (_, text, at) => flipped(text, at),
  (dice, text) => atLine(dice, text, (line) => `${line}\r\n${line}`),
  (dice, text) => atLine(dice, text, (line) => line.replace(':', dice.pick([' :', '\t:', '', '::', ':\0']))),
  (dice, text) =>
    atLine(dice, text, (line) => dice.pick([` ${line}`, `${line} `, `${line}\t`, `${line}\n`, `${line}\r`])),
  (dice, text) => text.replace('\r\n', dice.pick(['\n', '\r', '\r\r\n', '\n\r\n', ''])),
];

function replaced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}

/** The other case of a letter, or whatever has that bit the other way round. */
function flipped(text: string, at: number): string {
  return at === text.length ? text : replaced(text, at, 1, String.fromCharCode(text.charCodeAt(at) ^ 0x20));
}

function atLine(dice: Dice, text: string, change: (line: string) => string): string {
  const lines = text.split('\r\n');
  const place = dice.below(lines.length);
  lines[place] = change(lines[place] as string);
  return lines.join('\r\n');
}
