import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createServer as createSecureServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Dialer } from '../../src/http/dial.ts';
import { StartError } from '../../src/model/errors.ts';
import { describeWith } from '../tools.ts';
import { type Authority, type Certified, newAuthority, OPENSSL } from './certificates.ts';
import { dial, dialer, listen } from './dialling.ts';

const read = ({ cert, key }: Certified) => ({ cert: readFileSync(cert), key: readFileSync(key) });

describeWith(OPENSSL, import.meta.filename, 'TLS', (openssl) => {
  let authority: Authority;
  let shop: Certified;
  let expired: Certified;
  let client: Certified;
  let stranger: Authority;
  beforeAll(() => {
    authority = newAuthority(openssl);
    stranger = newAuthority(openssl);
    shop = authority.issue('shop', 'DNS:shop.example,DNS:localhost,IP:127.0.0.1');
    expired = authority.issue('expired', 'IP:127.0.0.1', -1);
    client = authority.issue('client', 'DNS:client.example');
  });
  afterAll(() => {
    authority.remove();
    stranger.remove();
  });

  async function serve(options: TlsOptions = {}, certified = shop) {
    const seen: TLSSocket[] = [];
    const resumed: boolean[] = [];
    const server = createSecureServer({ ...read(certified), ...options }, (socket) => {
      seen.push(socket);
      resumed.push(socket.isSessionReused());
    });
    server.on('tlsClientError', () => {});
    return { port: await listen(server), seen, resumed };
  }
  const ca = () => authority.ca;

  describe('the certificate', () => {
    const url = (port: number) => `https://127.0.0.1:${port}`;

    test('of an authority that is named', async () => {
      const { port } = await serve();
      const { error, socket } = await dial(dialer({ url: url(port), tls: { ca: ca() } }));
      expect(error).toBeUndefined();
      expect((socket as TLSSocket).authorized).toBe(true);
    });

    test.each([
      ['of no authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', () => ({ url })],
      ['of another', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', () => ({ url, tls: { ca: stranger.ca } })],
      ['that has expired', 'CERT_HAS_EXPIRED', () => ({ url, tls: { ca: ca() }, certified: expired })],
      [
        'of another name',
        'ERR_TLS_CERT_ALTNAME_INVALID',
        () => ({
          url: (port: number) => `https://other.example:${port}`,
          tls: { ca: ca() },
          reach: { resolve: '127.0.0.1' },
        }),
      ],
      [
        'of another name than is asked for',
        'ERR_TLS_CERT_ALTNAME_INVALID',
        () => ({ url, tls: { ca: ca(), servername: 'other.example' } }),
      ],
    ])('%s is refused, and taken unverified', async (_, code, settings) => {
      const { url: urlOf, certified, ...target } = { certified: shop, tls: {}, ...settings() };
      const { port } = await serve({}, certified);
      const strict = await dial(dialer({ url: urlOf(port), ...target }));
      expect(strict.error?.code).toBe(code);
      const lax = await dial(dialer({ url: urlOf(port), ...target, tls: { ...target.tls, insecure: true } }));
      expect(lax.error).toBeUndefined();
    });
  });

  describe('the name that is asked for (SNI)', () => {
    test.each([
      ['is that of the URL', 'shop.example', {}, 'shop.example'],
      ['is that of the plan', 'other.example', { servername: 'shop.example' }, 'shop.example'],
      ['of an address is none', '127.0.0.1', {}, false],
      ['of an address is that of the plan', '127.0.0.1', { servername: 'shop.example' }, 'shop.example'],
      ['is no address', 'other.example', { servername: '127.0.0.1' }, false],
    ])('%s', async (_, host, tls, expected) => {
      const { port, seen } = await serve();
      const url = `https://${host}:${port}`;
      const { error } = await dial(
        dialer({ url, tls: { ca: ca(), ...tls }, reach: { resolve: '127.0.0.1' } }),
      );
      expect(error).toBeUndefined();
      await expect.poll(() => seen[0]?.servername).toBe(expected);
    });
  });

  describe('the protocol', () => {
    test.each([
      [['h2', 'http/1.1'], ['h2', 'http/1.1'], 'h2'],
      [['h2', 'http/1.1'], ['http/1.1'], 'h1'],
      [['http/1.1'], ['h2', 'http/1.1'], 'h1'],
      [['h2', 'http/1.1'], undefined, 'h1'],
      [['h2'], ['h2', 'http/1.1'], 'h2'],
      [['h2'], undefined, 'h2-refused'],
      [['h2'], ['http/1.1'], 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'],
    ] as const)('of %j, to a server of %j: %s', async (protocols, offered, expected) => {
      const { port } = await serve(offered && { ALPNProtocols: [...offered] });
      const url = `https://127.0.0.1:${port}`;
      const { alpn, error } = await dial(dialer({ url, tls: { ca: ca() } }, { protocols }));
      expect(alpn ?? error?.code).toBe(expected);
    });
  });

  describe.each(['TLSv1.2', 'TLSv1.3'] as const)('sessions of %s', (maxVersion) => {
    /** Opens a connection, waits for the session that it brings, and says whether it resumed one. */
    const isResumed = (by: Dialer, localAddress: string) =>
      new Promise<boolean>((resolve, reject) => {
        by.open({ localAddress, timeout: 10_000 }, (error, connection) => {
          if (!connection) return reject(error);
          const socket = connection.socket as TLSSocket;
          onTestFinished(() => void socket.destroy());
          const resumed = socket.isSessionReused();
          // A session that was resumed goes on; no further one is offered.
          if (resumed) resolve(true);
          else socket.on('error', reject).once('session', () => resolve(false));
        });
      });

    test('are resumed, for each local address its own', async () => {
      const { port, resumed: seen } = await serve({ maxVersion });
      const by = dialer({ url: `https://127.0.0.1:${port}`, tls: { ca: ca() } });
      const resumed: boolean[] = [];
      for (const address of ['127.0.0.1', '127.0.0.1', '127.0.0.2', '127.0.0.2', '127.0.0.1'])
        resumed.push(await isResumed(by, address));
      expect(resumed).toEqual([false, true, false, true, true]);
      await expect.poll(() => seen).toEqual(resumed);
    });
  });

  test('a lent buffer is read into', async () => {
    const { port, seen } = await serve();
    const buffer = Buffer.alloc(64);
    let length = 0;
    const by = dialer({ url: `https://127.0.0.1:${port}`, tls: { ca: ca() } });
    const callback = (read: number) => {
      length += read;
      return true;
    };
    const { onread } = await dial(by, { onread: { buffer, callback } });
    expect(onread).toBe(true);
    await expect.poll(() => seen.length).toBe(1);
    seen[0]!.write('hello');
    await expect.poll(() => buffer.toString('latin1', 0, length)).toBe('hello');
  });

  describe('a client certificate', () => {
    const mutual = () => ({ requestCert: true, rejectUnauthorized: true, ca: readFileSync(ca()) });

    test('is shown where the server wants one', async () => {
      const { port, seen } = await serve(mutual());
      await dial(dialer({ url: `https://127.0.0.1:${port}`, tls: { ca: ca(), ...client } }));
      await expect.poll(() => seen[0]?.getPeerCertificate().subject?.CN).toBe('client');
    });

    test('that is missing is told by the server', async () => {
      const { port, seen } = await serve({ ...mutual(), maxVersion: 'TLSv1.2' });
      const { error } = await dial(dialer({ url: `https://127.0.0.1:${port}`, tls: { ca: ca() } }));
      expect(error?.code).toMatch(/^(ERR_SSL_|ECONNRESET)/);
      expect(seen).toEqual([]);
    });
  });

  test.each([
    ['cannot be read', () => ({ ca: 'nowhere.pem' }), /nowhere\.pem/],
    ['is no certificate', () => ({ cert: client.cert.replace('.pem', '.csr'), key: client.key }), /\.csr/],
    ['does not fit its key', () => ({ cert: client.cert, key: shop.key }), /client\.pem.*shop\.key/],
  ])('a file that %s is named', (_, tls, named) => {
    const dialling = () => dialer({ url: 'https://127.0.0.1:1', tls: tls() });
    expect(dialling).toThrow(StartError);
    expect(dialling).toThrow(named);
  });
});

test('a handshake that is never answered is given up in time', async () => {
  const port = await listen(createServer());
  const { error } = await dial(dialer({ url: `https://127.0.0.1:${port}` }), { timeout: 100 });
  expect(error?.code).toBe('connect-timeout');
});

test('a server that does not speak TLS', async () => {
  const port = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
  const { error } = await dial(dialer({ url: `https://127.0.0.1:${port}` }));
  expect(error?.code).toMatch(/^ERR_SSL_/);
});

test('a server that hangs up', async () => {
  const port = await listen(createServer((socket) => socket.end()));
  const { error } = await dial(dialer({ url: `https://127.0.0.1:${port}` }));
  expect(error?.code).toBe('ECONNRESET');
});
