import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { openDesk } from './tools.ts';

type Handler = (response: ServerResponse, call: number) => void;
interface TokenServer {
  readonly url: string;
  readonly calls: { readonly authorization: string; readonly form: URLSearchParams }[];
  close(): Promise<void>;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const grant: Handler = (response, call) =>
  json(response, 200, { access_token: `token-${call}`, token_type: 'bearer', expires_in: 100 });

describe('a token by client credentials', () => {
  test('is asked for as RFC 6749 has it, and kept', async () => {
    const server = await serve(grant);
    const { identities, secrets } = await open(server.url, { scope: 'a b', audience: 'api', count: 2 });
    expect(server.calls).toHaveLength(2);
    expect(Object.fromEntries(server.calls[0]!.form)).toEqual({
      grant_type: 'client_credentials',
      scope: 'a b',
      audience: 'api',
    });
    const [, basic] = server.calls[0]!.authorization.split(' ');
    expect(Buffer.from(basic!, 'base64').toString()).toBe('my+client:s%3Acr%26t');
    const credentials = [0, 1].map((index) => identities.ready('service', 'load', index)!);
    expect(credentials.map(({ token }) => token).sort()).toEqual(['token-1', 'token-2']);
    expect(secrets.get('s:cr&t')).toBe('service-client-secret');
    expect(secrets.get(credentials[0]!.token)).toBe('service-1');
    expect(await identities.credential('service', 'load', 0)).toBe(credentials[0]);
  });

  test('is renewed before it expires, once for all who ask, while the present one still serves', async () => {
    const server = await serve(grant);
    const { identities, clock } = await open(server.url);
    clock.now += 75_000;
    const stale = [1, 2, 3].map(() => identities.ready('service', 'load', 0)!.token);
    expect(stale).toEqual(['token-1', 'token-1', 'token-1']);
    const renewed = await Promise.all([1, 2, 3].map(() => identities.credential('service', 'load', 0)));
    expect(renewed.map(({ token }) => token)).toEqual(['token-2', 'token-2', 'token-2']);
    expect(server.calls).toHaveLength(2);
    expect(identities.ready('service', 'load', 0)!.token).toBe('token-2');
  });

  test('`fresh` fetches a new one', async () => {
    const server = await serve(grant);
    const { identities } = await open(server.url);
    expect((await identities.credential('service', 'load', 0, { fresh: true })).token).toBe('token-2');
  });

  test('survives a failed renewal until it expires; then the failure is told', async () => {
    const server = await serve((response, call) =>
      call === 1 ? grant(response, call) : json(response, 503, { error: 'busy' }),
    );
    const { identities, clock } = await open(server.url);
    clock.now += 80_000;
    expect((await identities.credential('service', 'load', 0)).token).toBe('token-1');
    clock.now += 20_000;
    expect(identities.ready('service', 'load', 0)).toBeUndefined();
    await expect(identities.credential('service', 'load', 0)).rejects.toThrow(/answered 503/);
  });
});

describe('what goes wrong is told when the pool opens', () => {
  test.each<[string, Handler, RegExp]>([
    [
      'the client is refused',
      (response) => json(response, 401, { error: 'invalid_client', secret: 's:cr&t' }),
      /answered 401: "\{\\"error\\":\\"invalid_client\\",\\"secret\\":\\"«client secret»\\"\}"; status 200/,
    ],
    ['a redirect', (response) => void response.writeHead(302, { location: '/' }).end(), /answered 302/],
    [
      'no JSON',
      (response) => void response.end('<html>\u001b[31m'),
      /"<html>\\u\{1b\}\[31m"; JSON with access_token/,
    ],
    ['no token', (response) => json(response, 200, { expires_in: 3 }), /JSON with access_token is wanted/],
    [
      'a token of another type',
      (response) => json(response, 200, { access_token: 'x', token_type: 'mac' }),
      /token of type "mac"; Bearer is wanted/,
    ],
    ['a closed connection', (response) => void response.destroy(), /no token from http:/],
    [
      'an endless answer',
      (response) => void response.end('x'.repeat(1_000_000)),
      /JSON with access_token is wanted/,
    ],
  ])('%s', async (_name, handler, message) => {
    const server = await serve(handler);
    await expect(open(server.url)).rejects.toThrow(message);
  });

  test('nobody listens', async () => {
    const server = await serve(grant);
    await server.close();
    await expect(open(server.url)).rejects.toThrow(/identity pool "service": no token from .*ECONNREFUSED/);
  });
});

function open(tokenUrl: string, more: object = {}) {
  const pool = {
    kind: 'client-credentials',
    tokenUrl,
    clientId: 'my client',
    clientSecret: 's:cr&t',
    ...more,
  };
  return openDesk({ service: pool }).then((desk) => {
    closers.push(() => desk.identities.close());
    return desk;
  });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function serve(handler: Handler): Promise<TokenServer> {
  const calls: TokenServer['calls'] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await text(request));
    calls.push({ authorization: request.headers.authorization ?? '', form });
    handler(response, calls.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  closers.push(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, calls, close };
}
