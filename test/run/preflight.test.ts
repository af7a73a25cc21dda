import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createServer as createSecureServer, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { StartError } from '../../src/model/errors.ts';
import { Target } from '../../src/model/target.ts';
import { preflight } from '../../src/run/preflight.ts';
import { type Authority, type Certified, newAuthority, OPENSSL } from '../http/certificates.ts';
import { listen } from '../http/dialling.ts';
import { proxy } from '../http/proxy-server.ts';
import { describeWith } from '../tools.ts';

const reach = (target: z.input<typeof Target>, through?: string) =>
  preflight(
    'canary',
    Target.parse(target),
    through === undefined ? undefined : { url: through, variable: 'HTTPS_PROXY' },
  );

/** The code that a refusal ends with. */
async function refusal(target: z.input<typeof Target>, through?: string): Promise<string | undefined> {
  const error = await reach(target, through).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartError);
  return /\((\S+)\)$/.exec((error as StartError).message)?.[1];
}

/** Hears what connects to it. */
async function silent(): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const port = await listen(createServer((socket) => socket.on('data', (data) => heard.push(String(data)))));
  return { port, heard };
}

test('a target that listens is sent nothing', async () => {
  const { port, heard } = await silent();
  expect(await reach({ url: `http://127.0.0.1:${port}` })).toBe('h1');
  expect(heard).toEqual([]);
});

test('a target that does not', async () => {
  expect(await refusal({ url: 'http://127.0.0.1:1' })).toBe('ECONNREFUSED');
  expect(await refusal({ url: 'http://localhost:1' })).toBe('ECONNREFUSED');
});

test('a proxy in between', async () => {
  const { port } = await silent();
  const { url, asked } = await proxy();
  const target = { url: `http://shop.example:${port}`, reach: { resolve: '127.0.0.1' } };
  expect(await reach(target, url)).toBe('h1');
  expect(asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
  expect(await refusal(target, 'http://127.0.0.1:1')).toBe('proxy-unreachable');
  expect(await refusal(target, (await proxy({ status: 403 })).url)).toBe('proxy-refused');
});

describeWith(OPENSSL, import.meta.filename, 'TLS', (openssl) => {
  let authority: Authority;
  let server: Certified;
  let client: Certified;
  beforeAll(() => {
    authority = newAuthority(openssl);
    server = authority.issue('server', 'IP:127.0.0.1');
    client = authority.issue('client', 'DNS:client.example');
  });
  afterAll(() => authority.remove());

  async function serve(options: TlsOptions = {}): Promise<string> {
    const keys = { cert: readFileSync(server.cert), key: readFileSync(server.key) };
    const secure = createSecureServer({ ...keys, ...options });
    secure.on('tlsClientError', () => {});
    return `https://127.0.0.1:${await listen(secure)}`;
  }

  test.each([
    ['auto', ['h2', 'http/1.1'], 'h2'],
    ['h1', ['h2', 'http/1.1'], 'h1'],
    ['auto', undefined, 'h1'],
  ] as const)('%s of a server of %j is %s', async (protocol, offered, expected) => {
    const url = await serve(offered && { ALPNProtocols: [...offered] });
    expect(await reach({ url, tls: { ca: authority.ca }, connection: { protocol } })).toBe(expected);
  });

  test('that is not to be trusted, or has no HTTP/2', async () => {
    const url = await serve();
    expect(await refusal({ url })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    const connection = { protocol: 'h2' } as const;
    expect(await refusal({ url, tls: { ca: authority.ca }, connection })).toBe('h2-refused');
  });

  describe.each(['TLSv1.2', 'TLSv1.3'] as const)('with client certificates, of %s', (maxVersion) => {
    test('is told before the load that one is missing', async () => {
      const ca = readFileSync(authority.ca);
      const url = await serve({ requestCert: true, rejectUnauthorized: true, ca, maxVersion });
      expect(await reach({ url, tls: { ca: authority.ca, ...client } })).toBe('h1');
      // A server may also just hang up.
      expect(await refusal({ url, tls: { ca: authority.ca } })).toMatch(/^(ERR_SSL_\S+|ECONNRESET)$/);
    });
  });

  test('a file that cannot be read is named', async () => {
    const url = 'https://127.0.0.1:1';
    await expect(reach({ url, tls: { ca: 'nowhere.pem' } })).rejects.toThrow(/nowhere\.pem/);
  });
});
