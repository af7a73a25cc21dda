import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createRawServer } from 'node:net';
import { createServer as createSecureServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ONLY_CERTIFICATE, DEMO_ONLY_CERTIFICATE_KEY } from '../../src/demo/keys.ts';
import { ProbeClient } from '../../src/http/client.ts';
import { proxyFor } from '../../src/http/proxy.ts';
import { type ProxySettings, Target } from '../../src/model/target.ts';
import { describeWith } from '../tools.ts';
import { type Authority, newAuthority, OPENSSL } from './certificates.ts';
import { dial, dialer, HTTP1, listen, received } from './dialling.ts';
import { proxy } from './proxy-server.ts';

const CA = new URL('../../scenarios/demo-only-ca.pem', import.meta.url).pathname;
const BOB = `Basic ${Buffer.from('bob:päss:word').toString('base64')}`;
const named = (url: string): ProxySettings => ({ url, variable: 'HTTPS_PROXY' });

/** Says hello in TLS, and what it was called. */
async function secure(): Promise<number> {
  const keys = { cert: DEMO_ONLY_CERTIFICATE, key: DEMO_ONLY_CERTIFICATE_KEY };
  return listen(createSecureServer(keys, (socket) => socket.end(`hello ${socket.servername}`)));
}

describe('a tunnel', () => {
  test('carries TLS from end to end, and is closed with it', async () => {
    const { url, asked, tunnels } = await proxy();
    const port = await secure();
    const target = { url: `https://localhost:${port}`, tls: { ca: CA } };
    const buffer = Buffer.alloc(64);
    const { socket, onread } = await dial(dialer(target, { ...HTTP1, proxy: named(url) }), {
      onread: { buffer, callback: () => true },
    });
    expect(onread).toBe(false);
    expect(await received(socket!, 15)).toBe('hello localhost');
    expect(asked).toEqual([`CONNECT localhost:${port}`]);
    socket!.destroy();
    await expect.poll(() => tunnels.size).toBe(0);
  });

  test('leads to the address of the plan, without TLS too', async () => {
    const { url, asked } = await proxy();
    const port = await listen(createRawServer((socket) => socket.end('plain')));
    const target = { url: `http://shop.example:${port}`, reach: { resolve: '127.0.0.1' } };
    const by = dialer(target, { ...HTTP1, proxy: named(url) });
    expect(by).toMatchObject({ requestPrefix: '', requestHeaders: [] });
    expect(await received((await dial(by)).socket!, 5)).toBe('plain');
    expect(asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
  });

  test('to an address of IPv6 has it in brackets', async () => {
    const { url, asked } = await proxy({ status: 502 });
    await dial(dialer({ url: 'https://[2001:db8::1]' }, { ...HTTP1, proxy: named(url) }));
    expect(asked).toEqual(['CONNECT [2001:db8::1]:443']);
  });

  test('keeps what a server of HTTP/2 says first', async () => {
    const { url } = await proxy();
    const port = await listen(createHttp2Server());
    const by = dialer({ url: `http://shop.example:${port}` }, { protocols: ['h2'], proxy: named(url) });
    const { alpn, socket } = await dial(by);
    expect(alpn).toBe('h2');
    const settings = await received(socket!, 9);
    expect(settings.charCodeAt(3)).toBe(4);
  });

  test('is opened from the local address', async () => {
    const seen: (string | undefined)[] = [];
    const port = await listen(createRawServer((socket) => void seen.push(socket.remoteAddress)));
    const by = dialer(
      { url: 'https://shop.example' },
      { ...HTTP1, proxy: named(`http://127.0.0.1:${port}`) },
    );
    await dial(by, { localAddress: '127.0.0.7', timeout: 200 });
    await expect.poll(() => seen).toEqual(['127.0.0.7']);
  });
});

describe('credentials', () => {
  const settings = (url: string, user = 'bob:p%C3%A4ss%3Aword@') =>
    proxyFor('https://shop.example', { HTTPS_PROXY: url.replace('//', `//${user}`) }) as ProxySettings;

  test('of the proxy open a tunnel', async () => {
    const { url } = await proxy({ authorization: BOB });
    const target = { url: `https://localhost:${await secure()}`, tls: { ca: CA } };
    expect((await dial(dialer(target, { ...HTTP1, proxy: settings(url) }))).error).toBeUndefined();
  });

  test.each([
    ['are wanted', ''],
    ['are wrong', 'bob:secret-word@'],
  ])('%s', async (_, user) => {
    const { url } = await proxy({ authorization: BOB });
    const by = dialer({ url: 'https://shop.example' }, { ...HTTP1, proxy: settings(url, user) });
    const { error } = await dial(by);
    expect(error?.code).toBe('proxy-refused');
    expect(error?.message).toContain('407');
    expect(error?.message).not.toContain('secret-word');
  });
});

describe('a proxy that is of no use', () => {
  const through = (url: string, timeout = 5000) =>
    dial(dialer({ url: 'https://shop.example' }, { ...HTTP1, proxy: named(url) }), { timeout });
  const raw = async (answer: string | undefined) =>
    `http://127.0.0.1:${await listen(
      createRawServer((socket) => {
        socket.on('data', () => answer !== undefined && socket.end(answer));
      }),
    )}`;

  test.each([403, 502])('answers %d', async (status) => {
    const { error } = await through((await proxy({ status })).url);
    expect(error?.code).toBe('proxy-refused');
    expect(error?.message).toContain(String(status));
  });

  test.each([
    ['is not there', async () => 'http://127.0.0.1:1', 'proxy-unreachable'],
    ['hangs up', () => raw(''), 'proxy-refused'],
    ['is none', () => raw('220 mail.example ESMTP\r\n'), 'proxy-refused'],
    ['never answers', () => raw(undefined), 'connect-timeout'],
    ['opens a tunnel to nothing', () => raw('HTTP/1.1 200 OK\r\n\r\n'), 'ECONNRESET'],
  ])('%s', async (_, start, code) => {
    const { error } = await through(await start(), code === 'connect-timeout' ? 300 : 10_000);
    expect(error?.code).toBe(code);
  });
});

describe('requests in absolute form', () => {
  const target = (port: number) => Target.parse({ url: `http://shop.example:${port}/base` });
  const client = (port: number, settings: ProxySettings) =>
    new ProbeClient({ target: target(port), proxy: settings, mark: [], now: () => performance.now() });

  test('are what a proxy of http:// is sent', async () => {
    const { url, asked } = await proxy({ authorization: BOB });
    const port = await listen(
      createServer(({ url, headers }, response) => response.end(`${url} ${headers.host}`)),
    );
    const probes = client(port, { ...named(url), authorization: BOB });
    const { request, response } = await probes.send({ method: 'GET', path: '/a/../b?x=1' });
    await probes.close();
    expect(response?.body).toBe(`/base/b?x=1 shop.example:${port}`);
    expect(asked).toEqual([`GET http://shop.example:${port}/base/a/../b?x=1`]);
    expect(request.url).toBe(`http://shop.example:${port}/base/a/../b?x=1`);
    expect(JSON.stringify(request)).not.toMatch(/proxy/i);
  });

  test('are told to whoever writes requests', async () => {
    const { url } = await proxy();
    const settings = { ...named(url), authorization: BOB };
    expect(dialer({ url: 'http://shop.example/base' }, { ...HTTP1, proxy: settings })).toMatchObject({
      requestPrefix: 'http://shop.example',
      requestHeaders: ['proxy-authorization', BOB],
    });
    expect(dialer({ url: 'http://shop.example/base' })).toMatchObject({
      requestPrefix: '',
      requestHeaders: [],
    });
  });
});

test('probes take the tunnel too', async () => {
  const { url, asked } = await proxy();
  const port = await listen(
    createSecureServer({ cert: DEMO_ONLY_CERTIFICATE, key: DEMO_ONLY_CERTIFICATE_KEY }, (socket) => {
      socket.once('data', (head) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${String(head).split('\r\n')[0]}`));
    }),
  );
  const target = Target.parse({ url: `https://localhost:${port}`, tls: { ca: CA } });
  const probes = new ProbeClient({ target, proxy: named(url), mark: [], now: () => performance.now() });
  const { response } = await probes.send({ method: 'GET', path: '/x' });
  await probes.close();
  expect(response?.body).toBe('GET /x HTTP/1.1');
  expect(asked).toEqual([`CONNECT localhost:${port}`]);
});

describeWith(OPENSSL, import.meta.filename, 'a proxy of https://', (openssl) => {
  const before = getCACertificates('default');
  let authority: Authority;
  beforeAll(() => {
    authority = newAuthority(openssl);
    setDefaultCACertificates([...before, readFileSync(authority.ca, 'utf8')]);
  });
  afterAll(() => {
    setDefaultCACertificates(before);
    authority.remove();
  });

  test('tunnels TLS in TLS', async () => {
    const { url, asked, tunnels } = await proxy({ certified: authority.issue('proxy', 'IP:127.0.0.1') });
    const port = await secure();
    const target = { url: `https://localhost:${port}`, tls: { ca: CA } };
    const { socket } = await dial(dialer(target, { ...HTTP1, proxy: named(url) }));
    expect(await received(socket!, 15)).toBe('hello localhost');
    expect(asked).toEqual([`CONNECT localhost:${port}`]);
    socket!.destroy();
    await expect.poll(() => tunnels.size).toBe(0);
  });

  test('must prove itself, whatever the target is allowed', async () => {
    const { url } = await proxy({ certified: authority.issue('other', 'DNS:other.example') });
    const target = { url: 'https://shop.example', tls: { insecure: true } };
    const { error } = await dial(dialer(target, { ...HTTP1, proxy: named(url) }));
    expect(error?.code).toBe('proxy-unreachable');
    expect(error?.cause).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});
