import { randomUUID } from 'node:crypto';
import { type Endpoint, isSafe } from '../model/endpoint.ts';
import type { HeaderLines, ProbeRequest } from '../model/exchange.ts';

/** The request of a declared endpoint, its slots filled for one subject. */
export function callOf(endpoint: Endpoint, subject = 'canary-gate', extra: HeaderLines = []): ProbeRequest {
  const path = endpoint.path
    .replaceAll('{subject}', encodeURIComponent(subject))
    .replaceAll('{random}', randomUUID());
  const headers: (readonly [string, string])[] = [...Object.entries(endpoint.headers), ...extra];
  if (endpoint.body === undefined) return { method: endpoint.method, path, headers };
  if (typeof endpoint.body === 'string')
    return { method: endpoint.method, path, headers, body: endpoint.body };
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    method: endpoint.method,
    path,
    headers: typed ? headers : [...headers, ['content-type', 'application/json']],
    body: JSON.stringify(endpoint.body),
  };
}

/** What is missing before a check may call the endpoint again and again; undefined when it may. */
export function callable(
  endpoints: Readonly<Record<string, Endpoint>>,
  name: string,
  path: string,
): string | undefined {
  const endpoint = endpoints[name];
  if (!endpoint) return `${path} names "${name}", which is no endpoint of the plan`;
  if (!isSafe(endpoint))
    return `endpoints.${name} is ${endpoint.method}: declare "safe: true" when checks may call it`;
  return undefined;
}

/** Whether the answer has the status that the endpoint declares for a right one (200-299 when left out). */
export function expectedStatus(endpoint: Endpoint, status: number): boolean {
  const wanted = endpoint.expect.status;
  if (wanted === undefined) return status >= 200 && status < 300;
  return Array.isArray(wanted) ? wanted.includes(status) : wanted === status;
}
