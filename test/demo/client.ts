import { createPrivateKey, createSecretKey, randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { SignJWT } from 'jose';
import { afterEach } from 'vitest';
import type { DefectId } from '../../src/demo/defects.ts';
import { DEMO_ONLY_CA, DEMO_ONLY_HMAC_SECRET, DEMO_ONLY_RSA_PRIVATE_KEY } from '../../src/demo/keys.ts';
import type { Demo, DemoOptions } from '../../src/demo/options.ts';
import { startDemo } from '../../src/demo/start.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly localAddress?: string;
}

/** One request to a demo service, over HTTPS when the URL says so. */
export function call(
  url: string,
  { method = 'GET', headers = {}, body, localAddress }: Call = {},
): Promise<Answer> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const typed = text === undefined ? headers : { 'content-type': 'application/json', ...headers };
  const options = { method, headers: typed, ca: DEMO_ONLY_CA, agent: false, localAddress };
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(text);
  });
}

const running: Demo[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((demo) => demo.close()));
});

/** A demo service that ends with the test. */
export async function demo(...defects: DefectId[]): Promise<Demo> {
  return demoWith({ defects });
}

export async function demoWith(options: DemoOptions): Promise<Demo> {
  const started = await startDemo({ windowMs: 1000, ...options });
  running.push(started);
  return started;
}

const now = () => Math.floor(Date.now() / 1000);

/** Claims that both services accept; `undefined` takes a claim out. */
export function claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sub: 'somebody',
    iat: now() - 5,
    nbf: now() - 5,
    exp: now() + 300,
    jti: randomUUID(),
    ...changes,
  };
}

const SCHOLARSHIP = { iss: 'auto-com-center', aud: 'scholar-sync-agents' };
const PORTAL = { iss: 'portal-identity', aud: 'portal-api', tenant: 'acme' };

export function scholarshipToken(changes: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT(claims({ ...SCHOLARSHIP, ...changes }))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(createSecretKey(Buffer.from(DEMO_ONLY_HMAC_SECRET)));
}

export function portalToken(changes: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT(claims({ ...PORTAL, ...changes }))
    .setProtectedHeader({ alg: 'RS256' })
    .sign(createPrivateKey(DEMO_ONLY_RSA_PRIVATE_KEY));
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
