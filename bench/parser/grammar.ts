import type { Dice } from './dice.ts';

/** An answer in latin1, by the grammar of RFC 9112, and whether nothing in it is wrong. */
export interface Written {
  readonly text: string;
  readonly isBodyless: boolean;
  readonly isValid: boolean;
}

const TOKEN = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LETTERS = 'abcdefghijklmnopqrstuvwxyz-';
const VISIBLE = '!"#$%&\'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~\x80\xa0\xff';
const TEXT = `${VISIBLE} \t`;
const QUOTED = TEXT.replace(/["\\]/g, '');
const ANY = `${TEXT}\r\n\0\x01\x7f`;

const NAMES = ['Server', 'Date', 'Content-Type', 'ETag', 'Set-Cookie', 'X-Request-Id', 'Vary', 'Upgrade'];
const STATUSES = [
  200, 200, 200, 200, 201, 202, 204, 205, 206, 301, 302, 304, 400, 404, 429, 500, 503, 599, 999,
];
const INTERIMS = [100, 102, 103, 199];
const CONNECTIONS = [
  'keep-alive',
  'Keep-Alive',
  'close',
  'CLOSE',
  'x, close',
  'close , keep-alive',
  'upgrade',
  '',
];
const KEPT = ['timeout=5', 'timeout=5, max=100', 'max=3,timeout=72', 'TIMEOUT=1', 'timeout', 'timeout=x', ''];

/** Framing that is wrong, or that only some would read: lines of a head. */
const ODD_FRAMING = [
  'Content-Length: 5\r\nContent-Length: 5\r\n',
  'Content-Length: 5\r\nContent-Length: 6\r\n',
  'Content-Length: 5, 5\r\n',
  'Content-Length: +5\r\n',
  'Content-Length: -5\r\n',
  'Content-Length: 0x5\r\n',
  'Content-Length: 5 5\r\n',
  'Content-Length:\r\n',
  'Content-Length: 9007199254740992\r\n',
  'Content-Length: 18446744073709551617\r\n',
  'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n',
  'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Transfer-Encoding: chunked, chunked\r\n',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n',
  'Transfer-Encoding: chunked\t\r\n',
  'Transfer-Encoding: \tchunked \r\n',
  'Transfer-Encoding: xchunked\r\n',
  'Transfer-Encoding: chunked;q=1\r\n',
  'Transfer-Encoding: identity\r\n',
  'Transfer-Encoding:\r\n',
  'Transfer-Encoding : chunked\r\n',
  'Transfer-Encoding\t: chunked\r\n',
  'Transfer-Encoding: chu\r\n nked\r\n',
];

/** Writes an answer, most often a valid one. */
export function write(dice: Dice): Written {
  const isBodyless = dice.chance(0.08);
  const status = dice.pick(STATUSES);
  const isOld = dice.chance(0.1);
  const framing = framingFor(dice, isBodyless || status === 204 || status === 304);
  const interims = dice.chance(0.1) ? interimHeads(dice) : '';
  const lines = shuffled(dice, [...fieldLines(dice), ...connectionLines(dice), ...framing.lines]);
  const line = `HTTP/1.${isOld ? 0 : 1} ${status}${reason(dice)}\r\n`;
  const surplus = dice.chance(0.05) ? dice.text(ANY, dice.between(1, 9)) : '';
  const text = `${interims}${line}${lines.join('')}\r\n${framing.body}${surplus}`;
  return { text, isBodyless, isValid: framing.isValid };
}

function interimHeads(dice: Dice): string {
  return Array.from({ length: dice.between(1, 2) }, () => {
    const lines = dice.chance(0.5) ? fieldLines(dice).slice(0, 2).join('') : '';
    return `HTTP/1.1 ${dice.pick(INTERIMS)}${reason(dice)}\r\n${lines}\r\n`;
  }).join('');
}

function reason(dice: Dice): string {
  if (dice.chance(0.6)) return ' OK';
  return dice.pick(['', ' ', ` ${dice.text(TEXT, dice.between(1, 8))}`]);
}

function fieldLines(dice: Dice): string[] {
  // More than 32 are handed on by node:http in parts.
  const count = dice.chance(0.01) ? dice.between(30, 70) : dice.between(0, 5);
  return Array.from({ length: count }, () => {
    const name = dice.chance(0.6)
      ? dice.pick(NAMES)
      : `x${dice.text(dice.pick([TOKEN, LETTERS]), dice.below(16))}`;
    return `${name}:${space(dice)}${value(dice)}${space(dice)}\r\n`;
  });
}

function value(dice: Dice): string {
  if (dice.chance(0.1)) return '';
  if (dice.chance(0.02)) return dice.text(VISIBLE, dice.between(100, 400));
  return dice.text(VISIBLE, 1) + dice.text(TEXT, dice.below(16)) + dice.text(VISIBLE, 1);
}

function space(dice: Dice): string {
  return dice.chance(0.8) ? ' ' : dice.pick(['', '\t', ' \t ', '   ']);
}

function connectionLines(dice: Dice): string[] {
  const lines: string[] = [];
  if (dice.chance(0.4)) lines.push(`Connection:${space(dice)}${dice.pick(CONNECTIONS)}\r\n`);
  if (dice.chance(0.05)) lines.push(`Proxy-Connection: ${dice.pick(CONNECTIONS)}\r\n`);
  if (dice.chance(0.2)) lines.push(`Keep-Alive: ${dice.pick(KEPT)}\r\n`);
  return lines;
}

interface Framing {
  readonly lines: readonly string[];
  readonly body: string;
  readonly isValid: boolean;
}

function framingFor(dice: Dice, isWithoutContent: boolean): Framing {
  const kind = dice.below(10);
  const body = dice.text(ANY, dice.chance(0.7) ? dice.below(30) : 0);
  const sent = isWithoutContent ? '' : body;
  if (kind < 4) return { lines: [lengthLine(dice, body.length)], body: sent, isValid: true };
  if (kind < 7)
    return { lines: [codingLine(dice)], body: isWithoutContent ? '' : chunked(dice), isValid: true };
  if (kind < 8) return { lines: [], body: sent, isValid: true };
  if (kind < 9)
    return { lines: [dice.pick(ODD_FRAMING)], body: dice.pick([body, chunked(dice)]), isValid: false };
  return {
    lines: [lengthLine(dice, body.length + dice.between(1, 3))],
    body,
    isValid: isWithoutContent && body === '',
  };
}

function lengthLine(dice: Dice, length: number): string {
  const name = dice.pick(['Content-Length', 'content-length', 'CONTENT-LENGTH']);
  return `${name}:${space(dice)}${dice.chance(0.05) ? '00' : ''}${length}${space(dice)}\r\n`;
}

function codingLine(dice: Dice): string {
  return `${dice.pick(['Transfer-Encoding: ', 'transfer-encoding:'])}${dice.pick(['chunked', 'Chunked', 'CHUNKED '])}\r\n`;
}

function chunked(dice: Dice): string {
  const chunks = Array.from({ length: dice.below(4) }, () => {
    const data = dice.text(ANY, dice.between(1, 20));
    return `${size(dice, data.length)}${extensions(dice)}\r\n${data}\r\n`;
  });
  const trailers = dice.chance(0.2) ? [...fieldLines(dice), ...connectionLines(dice)].join('') : '';
  return `${chunks.join('')}${size(dice, 0)}${extensions(dice)}\r\n${trailers}\r\n`;
}

function size(dice: Dice, length: number): string {
  const digits = `${dice.chance(0.1) ? '000' : ''}${length.toString(16)}`;
  return dice.chance(0.5) ? digits.toUpperCase() : digits;
}

function extensions(dice: Dice): string {
  if (dice.chance(0.8)) return '';
  return Array.from({ length: dice.between(1, 2) }, () => {
    const name = dice.text(TOKEN, dice.between(1, 4));
    const quoted = `"${dice.text(QUOTED, dice.below(5))}${dice.pick(['', '\\"', '\\\\'])}"`;
    return `;${name}${dice.pick(['', `=${dice.text(TOKEN, dice.between(1, 4))}`, `=${quoted}`])}`;
  }).join('');
}

function shuffled(dice: Dice, lines: string[]): string[] {
  for (let last = lines.length - 1; last > 0; last -= 1) {
    const other = dice.below(last + 1);
    [lines[last], lines[other]] = [lines[other] as string, lines[last] as string];
  }
  return lines;
}
