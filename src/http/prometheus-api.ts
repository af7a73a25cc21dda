import { request } from 'undici';
import { StartError } from '../model/errors.ts';
import { printable } from '../model/text.ts';
import { parseJson } from './expect.ts';

/** Asks one Prometheus; rejects with a `StartError` where it does not answer, or not with data. */
export type AskPrometheus = (
  path: 'query' | 'query_range',
  parameters: Readonly<Record<string, string>>,
) => Promise<unknown>;

const PATIENCE = 60_000;
/** Five minutes of thousands of histograms; more would be no answer to our questions. */
const LONGEST = 512 * 1024 * 1024;

/**
 * A client of the HTTP API of Prometheus (`/api/v1`). Name and password of the URL are sent as basic credentials (RFC 7617).
 * Warnings are refused: whatever an answer with one says may be only part of the truth.
 */
export function prometheusAt(base: URL, abort: AbortSignal): AskPrometheus {
  const { username, password } = base;
  const place = `${base.origin}${base.pathname.replace(/\/$/, '')}`;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization: Record<string, string> =
    username === '' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  return async (path, parameters) => {
    const text = await post(`${place}/api/v1/${path}`, parameters, authorization, abort).catch((error) => {
      throw new StartError(`Prometheus at ${printable(place)} cannot be reached: ${reasonOf(error)}`, {
        cause: error,
      });
    });
    return dataOf(text, place);
  };
}

interface Answer {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly warnings?: readonly unknown[];
  readonly data?: unknown;
}

async function post(
  url: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  abort: AbortSignal,
): Promise<string> {
  const { body } = await request(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
    headersTimeout: PATIENCE,
    bodyTimeout: PATIENCE,
    signal: abort,
  });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += (chunk as Buffer).length;
    if (length > LONGEST) throw new Error(`its answer is longer than ${LONGEST} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function dataOf(text: string, place: string): unknown {
  const answer = parseJson(text) as Answer | undefined;
  const { status, error, warnings = [], data } = answer ?? {};
  if (status !== 'success')
    throw new StartError(
      `Prometheus at ${printable(place)} does not answer: ${printable(String(error ?? (text || 'nothing')))}`,
    );
  if (warnings.length > 0)
    throw new StartError(`Prometheus at ${printable(place)} warns: ${printable(warnings.join('; '))}`);
  return data;
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return printable(code ?? message);
}
