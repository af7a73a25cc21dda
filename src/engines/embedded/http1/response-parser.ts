// Placeholder until the real parser lands: whoever writes that one replaces this file.
import type { HeaderLines } from '../../../model/exchange.ts';
export const NEED_MORE = 0;
export const DONE = 1;
export const BROKEN = 2;
export type Progress = 0 | 1 | 2;
export class ResponseParser {
  onBody: ((bytes: Buffer, start: number, end: number) => void) | undefined;
  status = 0;
  bodyBytes = 0;
  keepAlive = true;
  keepAliveTimeout = Number.NaN;
  surplus = false;
  fault = '';
  #text = '';
  #left = -1;
  #head = '';
  reset(_bodyless: boolean): void {
    this.status = 0;
    this.bodyBytes = 0;
    this.#left = -1;
    this.#head = '';
  }
  read(bytes: Buffer, length: number): Progress {
    let at = 0;
    if (this.#left < 0) {
      const text = bytes.latin1Slice(0, length);
      const end = text.indexOf('\r\n\r\n');
      this.#head = text.slice(0, end);
      this.status = Number(text.slice(9, 12));
      this.#left = Number(/content-length: (\d+)/i.exec(this.#head)?.[1] ?? 0);
      at = end + 4;
    }
    if (length > at) {
      this.onBody?.(bytes, at, length);
      this.#left -= length - at;
      this.bodyBytes += length - at;
    }
    return this.#left > 0 ? NEED_MORE : DONE;
  }
  end(): Progress {
    this.fault = 'truncated';
    return BROKEN;
  }
  headerLines(): HeaderLines {
    return this.#head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(': ') as [string, string]);
  }
  header(name: string): string | undefined {
    return this.headerLines().find(([line]) => line.toLowerCase() === name)?.[1];
  }
}
