import { describe, expect, test } from 'vitest';
import { ProxyError, proxyFor } from '../../src/http/proxy.ts';

const NAMED = { HTTPS_PROXY: 'http://secure:3128', HTTP_PROXY: 'http://plain:3128' };

describe('the proxy', () => {
  test.each([
    ['http://a.example', NAMED, 'http://plain:3128', 'HTTP_PROXY'],
    ['https://a.example', NAMED, 'http://secure:3128', 'HTTPS_PROXY'],
    ['https://a.example', { ...NAMED, https_proxy: 'http://lower:1' }, 'http://lower:1', 'https_proxy'],
    ['https://a.example', { ...NAMED, https_proxy: '' }, 'http://secure:3128', 'HTTPS_PROXY'],
    ['https://a.example', { https_proxy: 'proxy.example:8080' }, 'http://proxy.example:8080', 'https_proxy'],
    ['https://a.example', { https_proxy: 'https://proxy.example/x' }, 'https://proxy.example', 'https_proxy'],
    ['https://a.example', { https_proxy: 'http://[::1]:3128' }, 'http://[::1]:3128', 'https_proxy'],
    // Proxies on this machine are as good as any; only targets there are reached directly.
    ['https://a.example', { https_proxy: 'http://localhost:3128' }, 'http://localhost:3128', 'https_proxy'],
  ])('of %s under %j', (url, env, expected, variable) => {
    expect(proxyFor(url, env)).toEqual({ url: expected, variable });
  });

  test.each([
    ['https://a.example', {}],
    ['https://a.example', { HTTP_PROXY: 'http://plain:3128', ALL_PROXY: 'http://all:1' }],
    ['http://a.example', { HTTPS_PROXY: 'http://secure:3128' }],
    ['http://localhost', NAMED],
    ['http://api.localhost:8080', NAMED],
    ['https://127.0.0.1:8443', NAMED],
    ['https://127.9.9.9', NAMED],
    ['http://[::1]:80', NAMED],
  ])('of %s under %j is none', (url, env) => {
    expect(proxyFor(url, env)).toBeUndefined();
  });

  test.each([
    ['http://bob:secret@proxy:3128', 'bob:secret'],
    ['bob:p%40ss%3Aw%C3%B6rd@proxy:3128', 'bob:p@ss:wörd'],
    ['http://bob@proxy:3128', 'bob:'],
    ['http://:secret@proxy:3128', ':secret'],
  ])('has its credentials apart: %s', (text, pair) => {
    const { authorization = '', url } = proxyFor('https://a.example', { https_proxy: text }) ?? {};
    expect(url).toBe('http://proxy:3128');
    expect(Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString()).toBe(pair);
  });

  test.each([
    'http://',
    'socks5://bob:secret@proxy:1',
    'bob:secret',
    'http://bob:%zzsecret@proxy',
    '://secret',
  ])('cannot be %j, which names its variable and keeps its secrets', (text) => {
    const read = () => proxyFor('https://a.example', { HTTPS_PROXY: text });
    expect(read).toThrow(ProxyError);
    expect(read).toThrow(/HTTPS_PROXY/);
    expect(read).not.toThrow(/secret/);
  });

  test('that is wrong is no matter where it is not asked for', () => {
    const env = { HTTPS_PROXY: 'socks5://proxy:1' };
    expect(proxyFor('http://a.example', env)).toBeUndefined();
    expect(proxyFor('https://localhost', env)).toBeUndefined();
  });
});

describe('NO_PROXY', () => {
  test.each([
    ['*', 'http://a.example', true],
    ['a.example', 'http://a.example', true],
    ['A.Example', 'http://a.example', true],
    ['a.example', 'http://b.a.example', true],
    ['a.example', 'http://ba.example', false],
    ['.a.example', 'http://b.a.example', true],
    ['.a.example', 'http://a.example', false],
    ['*.a.example', 'http://b.a.example', true],
    ['*.a.example', 'http://a.example', false],
    ['a.example.', 'http://a.example', true],
    ['bücher.example', 'http://bücher.example', true],
    [' b.example , a.example ', 'http://a.example', true],
    ['b.example,,', 'http://a.example', false],
    ['a.example:80', 'http://a.example', true],
    ['a.example:443', 'https://a.example', true],
    ['a.example:443', 'http://a.example', false],
    ['a.example:8080', 'http://a.example:8080', true],
    [':80', 'http://a.example', false],
    ['10.1.1.1', 'http://10.1.1.1', true],
    ['10.1.1.1', 'http://10.1.1.10', false],
    ['10.1.1.1:80', 'http://10.1.1.1', true],
    ['10.1.1.1:81', 'http://10.1.1.1', false],
    ['10.0.0.0/8', 'http://10.200.3.4', true],
    ['10.0.0.0/8', 'http://11.0.0.1', false],
    ['10.0.0.0/8', 'http://ten.example', false],
    ['10.0.0.0/99', 'http://10.0.0.1', false],
    ['10.0.0.0/x', 'http://10.0.0.1', false],
    ['fd00::1', 'http://[fd00::1]', true],
    ['[fd00::1]:8080', 'http://[fd00:0::1]:8080', true],
    ['[fd00::1]:8080', 'http://[fd00::1]:8081', false],
    ['fd00::/8', 'http://[fd12::34]', true],
    ['fd00::/8', 'http://[fe80::34]', false],
  ])('%s exempts %s: %s', (no_proxy, url, exempt) => {
    const env = { http_proxy: 'http://proxy:1', https_proxy: 'http://proxy:1' };
    expect(proxyFor(url, { ...env, no_proxy }) === undefined).toBe(exempt);
    expect(proxyFor(url, { ...env, NO_PROXY: no_proxy }) === undefined).toBe(exempt);
  });

  test('the lower-case spelling comes first', () => {
    const env = { http_proxy: 'http://proxy:1', no_proxy: 'b.example', NO_PROXY: 'a.example' };
    expect(proxyFor('http://a.example', env)).toBeDefined();
  });
});
