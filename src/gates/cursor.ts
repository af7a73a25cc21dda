import { parseDuration } from '../model/duration.ts';
import { quote } from '../model/text.ts';
import { GateSyntaxError, type Unit } from './ast.ts';

const SPACE = /\s*/y;
const WORD = /[A-Za-z0-9_][A-Za-z0-9_.-]*/y;
const NUMBER = /(-?\d+(?:\.\d+)?)\s*(ms|s|%|\/s|\/min)?(?![A-Za-z0-9_.])/y;
const DURATION = /(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+(?![A-Za-z0-9_])/y;

/** Reads an expression from left to right; spaces between tokens mean nothing. */
export class Cursor {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
    this.#take(SPACE);
  }

  get position(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at >= this.text.length;
  }

  /** True, and past it, when the symbol comes next. */
  accept(symbol: string): boolean {
    if (!this.text.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    this.#take(SPACE);
    return true;
  }

  expect(symbol: string, where: string): void {
    if (!this.accept(symbol)) this.fail(`"${symbol}" is missing ${where}`, symbol);
  }

  /** The word that comes next, without moving on; empty when there is none. */
  peekWord(): string {
    WORD.lastIndex = this.#at;
    return WORD.exec(this.text)?.[0] ?? '';
  }

  word(what: string, allowed?: string): string {
    const word = this.peekWord();
    if (word === '') this.fail(`${what} is missing`, allowed);
    this.accept(word);
    return word;
  }

  number(what: string, allowed: string): { value: number; unit: Unit } {
    const match = this.#take(NUMBER);
    if (!match) this.fail(`${what} is missing or no number: ${this.#rest()}`, allowed);
    this.#take(SPACE);
    return { value: Number(match[1]), unit: (match[2] ?? '') as Unit };
  }

  /** Milliseconds. */
  duration(what: string): number {
    const match = this.#take(DURATION);
    const milliseconds = match ? parseDuration(match[0]) : undefined;
    if (milliseconds === undefined)
      this.fail(`${what} is missing or no duration: ${this.#rest()}`, '30s, 1m, 1h, 30d');
    this.#take(SPACE);
    return milliseconds;
  }

  fail(message: string, allowed?: string, position = this.#at): never {
    throw new GateSyntaxError(message, position, allowed);
  }

  #rest(): string {
    return this.atEnd ? 'the expression ends here' : quote(this.text.slice(this.#at), 30);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }
}
