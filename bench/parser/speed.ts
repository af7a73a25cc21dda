import { ResponseParser } from '../../src/engines/embedded/http1/response-parser.ts';

const BODY = 'abcdefghijklmnopqrstuvwxyz';
const HEAD =
  'HTTP/1.1 200 OK\r\nServer: nginx/1.27.3\r\nDate: Fri, 21 Nov 2025 13:25:12 GMT\r\nContent-Type: text/plain\r\n';

/** Answers as servers write them, each to arrive in one read. */
const ANSWERS: Readonly<Record<string, string>> = {
  'with a length': `${HEAD}Content-Length: 26\r\nConnection: keep-alive\r\n\r\n${BODY}`,
  chunked: `${HEAD}Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n1a\r\n${BODY}\r\n0\r\n\r\n`,
};

const ROUNDS = 400;
const ANSWERS_A_ROUND = 5_000;

export interface Speed {
  readonly name: string;
  /** Length of the answer. */
  readonly bytes: number;
  /** Of one answer, in ns: the median round, and the quickest, which other work on the machine disturbs least. */
  readonly median: number;
  readonly quickest: number;
}

/** How long the parser takes for an answer, warmed up. */
export function measureSpeed(now: () => number): Speed[] {
  return Object.entries(ANSWERS).map(([name, text]) => {
    const lent = Buffer.from(text, 'latin1');
    const parser = new ResponseParser();
    const rounds = Array.from({ length: ROUNDS }, () => {
      const began = now();
      for (let count = 0; count < ANSWERS_A_ROUND; count += 1) {
        parser.reset(false);
        parser.read(lent, lent.length);
      }
      return ((now() - began) * 1e6) / ANSWERS_A_ROUND;
    }).sort((one, other) => one - other);
    return { name, bytes: lent.length, median: rounds[ROUNDS / 2] as number, quickest: rounds[0] as number };
  });
}
