import { acceptsStatus, firstMiss } from '../../http/expect.ts';
import type { Expectation } from '../../model/endpoint.ts';
import type { Outcome } from '../../model/sample.ts';
import type { Raw } from './raw.ts';

export interface Classified {
  readonly outcome: Outcome;
  /** Machine-readable, for anything but `ok`. */
  readonly cause?: string;
}

const OK: Classified = { outcome: 'ok' };

/**
 * How a request ended. A status that the plan expects by name is held against the other expectations, whatever it is;
 * otherwise 429, 4xx and 5xx are outcomes of their own, so that no expectation hides an error of the target.
 */
export function classify(
  raw: Raw,
  expectation: Expectation,
  stream?: { readonly complete: boolean },
): Classified {
  if (raw.failure) return { outcome: raw.failure.kind, cause: raw.failure.code };
  if (!acceptsStatus(expectation, raw.status)) return { outcome: byStatus(raw.status), cause: 'status' };
  const miss = missed(raw, expectation);
  if (miss !== undefined) return { outcome: 'unexpected', cause: miss };
  if (stream && !stream.complete) return { outcome: 'unexpected', cause: 'stream-incomplete' };
  return OK;
}

/** True when judging an answer takes its body. */
export function needsBody({ json, body }: Expectation): boolean {
  return json !== undefined || body !== undefined;
}

function byStatus(status: number): Outcome {
  if (status === 429) return '429';
  if (status >= 500) return '5xx';
  return status >= 400 ? '4xx' : 'unexpected';
}

function missed(raw: Raw, expectation: Expectation): string | undefined {
  const { headers, json, body } = expectation;
  if (!headers && !json && !body) return undefined;
  const text = needsBody(expectation) ? raw.text() : '';
  if (text === undefined) return raw.truncated ? 'body-too-large' : 'content-encoding';
  const answer = { status: raw.status, headers: headers ? raw.headers() : [], body: text };
  const miss = firstMiss(expectation, answer);
  return miss && raw.truncated && needsBody(expectation) && !miss.what.startsWith('header')
    ? 'body-too-large'
    : miss?.what;
}
