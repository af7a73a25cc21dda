import { request } from 'undici';
import { StartError } from '../model/errors.ts';
import { printable } from '../model/text.ts';
import { parseJson } from './expect.ts';
import { Redactor } from './redact.ts';

/** Asks one Prometheus; rejects with a `StartError` where it does not answer, or not with data. */
export type AskPrometheus = (
  path: 'query' | 'query_range',
  parameters: Readonly<Record<string, string>>,
) => Promise<unknown>;

const PATIENCE = 60_000;
/** Five minutes of thousands of histograms; more would be no answer to our questions. */
const LONGEST = 512 * 1024 * 1024;
/** Characters that are looked at of what an answer complains about. */
const LONGEST_COMPLAINT = 10_000;

/**
 * A client of the HTTP API of Prometheus (`/api/v1`), with these headers at every question. Redirects are not followed: they
 * would carry credentials elsewhere. Warnings are refused: whatever an answer with one says may be only part of the truth.
 */
export function prometheusAt(
  base: URL,
  headers: Readonly<Record<string, string>>,
  abort: AbortSignal,
): AskPrometheus {
  const place = `${base.origin}${base.pathname.replace(/\/$/, '')}`;
  const redactor = new Redactor();
  for (const [name, value] of Object.entries(headers)) redactor.add(value.replace(SCHEME, ''), name);
  return async (path, parameters) => {
    const { status, text } = await post(`${place}/api/v1/${path}`, parameters, headers, abort).catch(
      (error) => {
        throw new StartError(`Prometheus at ${printable(place)} cannot be reached: ${reasonOf(error)}`, {
          cause: error,
        });
      },
    );
    if (DENIED.has(status)) throw denied(place, status, headers);
    return dataOf(text, `${printable(place)} (status ${status})`, (said) => redactor.text(said));
  };
}

const SCHEME = /^(?:Bearer|Basic) /;
/** Not authenticated, not allowed, and not authenticated to a proxy before it. */
const DENIED = new Set([401, 403, 407]);

function denied(place: string, status: number, headers: Readonly<Record<string, string>>): StartError {
  const given = Object.hasOwn(headers, 'authorization') ? 'the credentials that are set' : 'no credentials';
  return new StartError(`Prometheus at ${printable(place)} lets nobody in with ${given} (status ${status})`);
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
): Promise<{ status: number; text: string }> {
  const { statusCode: status, body } = await request(url, {
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
  return { status, text: Buffer.concat(chunks).toString() };
}

/** `place` says who answered; `redact` takes out what an answer may repeat of the question's credentials. */
function dataOf(text: string, place: string, redact: (text: string) => string): unknown {
  const answer = parseJson(text) as Answer | undefined;
  const { status, error, warnings = [], data } = answer ?? {};
  const told = (said: string) => printable(redact(said.slice(0, LONGEST_COMPLAINT)));
  if (status !== 'success')
    throw new StartError(
      `Prometheus at ${place} does not answer the question: ${told(String(error ?? (text || 'nothing')))}`,
    );
  if (warnings.length > 0) throw new StartError(`Prometheus at ${place} warns: ${told(warnings.join('; '))}`);
  return data;
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return printable(code ?? message);
}
