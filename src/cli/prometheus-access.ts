import { validateHeaderName, validateHeaderValue } from 'node:http';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';

/** Where credentials for Prometheus are looked for: command lines are seen by everybody on the machine. */
export const PROMETHEUS_VARIABLES = {
  token: 'CANARY_GATE_PROMETHEUS_TOKEN',
  username: 'CANARY_GATE_PROMETHEUS_USERNAME',
  password: 'CANARY_GATE_PROMETHEUS_PASSWORD',
  headers: 'CANARY_GATE_PROMETHEUS_HEADERS',
} as const;

export type PrometheusHeaders = Readonly<Record<string, string>>;

/**
 * Headers of every request to Prometheus: a bearer token (RFC 6750) or basic credentials (RFC 7617), and others, one
 * `Name: value` in a line. Throws a `UsageError` that quotes none of them.
 */
export function prometheusHeaders(env: Io['env']): PrometheusHeaders {
  const headers = extraHeaders(env[PROMETHEUS_VARIABLES.headers] ?? '');
  const authorization = authorizationOf(env);
  if (authorization === undefined) return headers;
  if (Object.hasOwn(headers, 'authorization'))
    throw new UsageError(
      `${PROMETHEUS_VARIABLES.headers} holds an Authorization, and so does another variable: one of them is wanted.`,
    );
  return { ...headers, authorization };
}

function authorizationOf(env: Io['env']): string | undefined {
  const { token: tokenName, username: userName, password: passwordName } = PROMETHEUS_VARIABLES;
  const [token = '', username = '', password = ''] = [env[tokenName], env[userName], env[passwordName]];
  if (token !== '' && username + password !== '')
    throw new UsageError(`${tokenName} and ${userName} are set: one of them is wanted.`);
  if (username === '' && password !== '')
    throw new UsageError(`${passwordName} is set, and ${userName} is not.`);
  if (token !== '' && !TOKEN.test(token))
    throw new UsageError(`${tokenName}: a bearer token has no blanks and no line breaks.`);
  if (token !== '') return `Bearer ${token}`;
  return username === '' ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** RFC 6750 asks for less, but some services sign with other printable characters. */
const TOKEN = /^[\x21-\x7e]+$/;

function extraHeaders(text: string): PrometheusHeaders {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const headers: Record<string, string> = {};
  for (const [at, line] of lines.entries()) {
    const place = `${PROMETHEUS_VARIABLES.headers}, line ${at + 1}`;
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(line) ?? [];
    const key = name.trim().toLowerCase();
    if (!isHeader(key, value.trim())) throw new UsageError(`${place}: "Name: value" is wanted.`);
    if (OURS.has(key)) throw new UsageError(`${place}: ${key} is set by canary-gate itself.`);
    if (Object.hasOwn(headers, key)) throw new UsageError(`${place}: ${key} is there twice.`);
    headers[key] = value.trim();
  }
  return headers;
}

/** Those that say how a question is sent. */
const OURS = new Set([
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return value !== '';
  } catch {
    return false;
  }
}
