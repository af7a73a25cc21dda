import type { HeaderLines } from '../../src/model/exchange.ts';
import type { Case } from './case.ts';
import type { Driver, Outcome } from './drive.ts';
import { type Reading, readByOracle } from './oracle.ts';

export interface Judgement {
  /** What the parser made of it: `accepted` or, with its fault, `refused` as by `node:http` too, or `stricter`. */
  readonly kind: string;
  /** What must not be; most often nothing. */
  readonly disagreements: readonly string[];
}

/** Has parser and oracle read the same answer, the parser cut in two at every place and byte by byte too. */
export async function check(driver: Driver, subject: Case): Promise<Judgement> {
  const outcome = driver.run(subject, []);
  const { lines } = driver;
  const split = splits(driver, subject, outcome, lines);
  const reading = await readByOracle(subject);
  return {
    kind: kindOf(outcome, reading),
    disagreements: [...split, ...parting(subject, outcome, lines, reading)],
  };
}

function kindOf(outcome: Outcome, reading: Reading): string {
  if (outcome.isAccepted) return 'accepted';
  return `${reading.isAccepted ? 'stricter' : 'refused'}: ${outcome.fault}`;
}

/** Where it matters how the answer was cut. */
function splits(driver: Driver, subject: Case, outcome: Outcome, lines: HeaderLines): string[] {
  const everywhere = Array.from({ length: Math.max(0, subject.bytes.length - 1) }, (_, place) => place + 1);
  const whole = print(outcome, lines);
  return [...everywhere.map((place) => [place]), everywhere].flatMap((cuts) => {
    const other = driver.run(subject, cuts);
    if (isSame(other, outcome) && isSameLines(driver.lines, lines)) return [];
    return [`cut at ${cuts.join(' ')}: ${print(other, driver.lines)}, whole: ${whole}`];
  });
}

function parting(subject: Case, outcome: Outcome, lines: HeaderLines, reading: Reading): string[] {
  const wrongs: string[] = [];
  if (subject.isValid && !reading.isAccepted) wrongs.push('node:http refuses what the grammar wrote');
  if (subject.isValid && !outcome.isAccepted) wrongs.push(`what is valid was refused: ${outcome.fault}`);
  if (outcome.isAccepted && !reading.isAccepted) wrongs.push('laxer than node:http');
  if (!outcome.isAccepted || !reading.isAccepted) return wrongs;
  if (outcome.status !== reading.status) wrongs.push(`status ${outcome.status}, not ${reading.status}`);
  if (lines.flat().join('\n') !== reading.rawHeaders.join('\n')) wrongs.push('other header lines');
  if (outcome.bodyBytes !== reading.bodyBytes)
    wrongs.push(`${outcome.bodyBytes}, not ${reading.bodyBytes} bytes`);
  else if (outcome.bodyDigest !== reading.bodyDigest) wrongs.push('another body');
  if (outcome.keepAlive && !outcome.surplus && !reading.isReused && !isLengthlessToHead(subject, lines))
    wrongs.push('only we use the connection again');
  return wrongs;
}

/** `node:http` decides on keeping the connection before it remembers that an answer to HEAD has no content to wait for. */
function isLengthlessToHead(subject: Case, lines: HeaderLines): boolean {
  return subject.isBodyless && !lines.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
}

function isSame(one: Outcome, other: Outcome): boolean {
  return (
    one.isAccepted === other.isAccepted &&
    one.fault === other.fault &&
    one.status === other.status &&
    one.bodyBytes === other.bodyBytes &&
    one.bodyDigest === other.bodyDigest &&
    one.keepAlive === other.keepAlive &&
    Object.is(one.keepAliveTimeout, other.keepAliveTimeout) &&
    one.surplus === other.surplus
  );
}

function isSameLines(one: HeaderLines, other: HeaderLines): boolean {
  return (
    one.length === other.length &&
    one.every(([name, value], line) => name === other[line]?.[0] && value === other[line]?.[1])
  );
}

function print(outcome: Outcome, lines: HeaderLines): string {
  return JSON.stringify({ ...outcome, lines });
}
