import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demandAuthorities } from '../../../src/engines/k6/surroundings.ts';
import { StartError } from '../../../src/model/errors.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { type Authority, type Certified, newAuthority, OPENSSL } from '../../http/certificates.ts';
import { listen } from '../../http/dialling.ts';
import { describeWith } from '../../tools.ts';
import { load as loadEmbedded } from '../embedded/harness.ts';
import { describeWithEveryK6 } from './every.ts';
import { load } from './harness.ts';

const main: ScenarioInput = { executor: 'shared-iterations', vus: 1, iterations: 2, requests: ['home'] };
const UNTRUSTED = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

interface Row {
  readonly name: string;
  /** Of the URL; the server is at 127.0.0.1 whatever it is. */
  readonly host?: string;
  readonly server?: 'shop' | 'expired' | 'mutual';
  readonly tls: object;
  readonly cause?: string;
}

describeWith(OPENSSL, import.meta.filename, 'TLS', (openssl) => {
  let authority: Authority;
  let stranger: Authority;
  let certified: Record<'shop' | 'expired' | 'client', Certified>;
  beforeAll(() => {
    authority = newAuthority(openssl);
    stranger = newAuthority(openssl);
    certified = {
      shop: authority.issue('shop', 'DNS:shop.example,IP:127.0.0.1'),
      expired: authority.issue('expired', 'IP:127.0.0.1', -1),
      client: authority.issue('client', 'DNS:client.example'),
    };
  });
  afterAll(() => {
    authority.remove();
    stranger.remove();
  });

  async function serve(kind: Row['server'] = 'shop') {
    const { cert, key } = certified[kind === 'mutual' ? 'shop' : kind];
    const mutual = { requestCert: true, rejectUnauthorized: true, ca: readFileSync(authority.ca) };
    const options: ServerOptions = { cert: readFileSync(cert), key: readFileSync(key) };
    const server = createSecureServer({ ...options, ...(kind === 'mutual' && mutual) });
    let count = 0;
    server.on('request', (_, response) => {
      count += 1;
      response.end('ok');
    });
    server.on('tlsClientError', () => {});
    return { port: await listen(server), count: () => count };
  }

  /** The same names in every row: files exist only once the authorities do. */
  const files = (tls: object): object => {
    const known = { own: authority.ca, other: stranger.ca, ...certified.client };
    const named = Object.entries(tls).map(([kind, name]) => [kind, known[name as 'own'] ?? name]);
    return Object.fromEntries(named);
  };

  const rows: readonly Row[] = [
    { name: 'of the authority that the plan names', tls: { ca: 'own' } },
    { name: 'of an authority that is not known', tls: {}, cause: UNTRUSTED },
    { name: 'of another authority than the one named', tls: { ca: 'other' }, cause: UNTRUSTED },
    { name: 'that is not to be verified', tls: { insecure: true } },
    { name: 'that is not to be verified, whatever is named', tls: { ca: 'other', insecure: true } },
    { name: 'that has expired', server: 'expired', tls: { ca: 'own' }, cause: 'CERT_HAS_EXPIRED' },
    { name: 'of the name in the URL', host: 'shop.example', tls: { ca: 'own' } },
    {
      name: 'of another name',
      host: 'other.example',
      tls: { ca: 'own' },
      cause: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
    {
      name: 'that asks for one of the client',
      server: 'mutual',
      tls: { ca: 'own', cert: 'cert', key: 'key' },
    },
  ];

  describeWithEveryK6(import.meta.filename, 'a certificate', () => {
    it.each(rows)('$name is taken as by the embedded engine', async ({ host, server, tls, cause }) => {
      const { port, count } = await serve(server);
      const setting = {
        url: `https://${host ?? '127.0.0.1'}:${port}`,
        target: { tls: files(tls), ...(host && { reach: { resolve: '127.0.0.1' } }) },
        scenarios: { main },
      };
      const told = { outcome: cause === undefined ? 'ok' : 'network', ...(cause && { cause, status: 0 }) };
      expect((await loadEmbedded(setting)).samples).toMatchObject([told, told]);
      const seen = count();
      expect((await load(setting)).samples).toMatchObject([told, told]);
      expect(count() - seen).toBe(cause === undefined ? 2 : 0);
    });

    it('of the client that is missing is told by the server', async () => {
      const { port, count } = await serve('mutual');
      const target = { tls: { ca: authority.ca } };
      const { samples } = await load({ url: `https://127.0.0.1:${port}`, target, scenarios: { main } });
      expect(samples.map(({ outcome }) => outcome)).toEqual(['network', 'network']);
      expect(samples[0]?.cause).toMatch(/^(ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED|ECONNRESET|EPIPE)$/);
      expect(count()).toBe(0);
    });

    it('of an authority that the environment names is trusted', async () => {
      const { port } = await serve();
      vi.stubEnv('SSL_CERT_FILE', authority.ca);
      const { outcomes } = await load({ url: `https://127.0.0.1:${port}`, scenarios: { main } });
      expect(outcomes).toEqual({ ok: 2 });
    });

    it('is not what a server without TLS has', async () => {
      const port = await listen(createServer((_, response) => void response.end()));
      const { samples } = await load({ url: `https://127.0.0.1:${port}`, scenarios: { main } });
      const told = { outcome: 'network', cause: 'ERR_SSL_WRONG_VERSION_NUMBER' };
      expect(samples).toMatchObject([told, told]);
    });

    it.each([
      ['cannot be read', () => ({ cert: '/nowhere.pem', key: certified.client.key }), /nowhere\.pem/],
      ['does not fit its key', () => ({ cert: certified.client.cert, key: certified.shop.key }), /104.*key/],
    ])('of the client that %s ends the run before it starts', async (_, tls, says) => {
      const { port, count } = await serve('mutual');
      const target = { tls: { insecure: true, ...tls() } };
      const loading = load({ url: `https://127.0.0.1:${port}`, target, scenarios: { main } });
      const failure = await loading.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StartError);
      expect((failure as Error).message).toMatch(says);
      expect(count()).toBe(0);
    });
  });
});

describe('an authority of the plan', () => {
  it.each(['darwin', 'win32'] as const)('is refused on %s, where k6 would trust others', (platform) => {
    expect(() => demandAuthorities({ ca: 'own.pem', insecure: false }, platform)).toThrow(StartError);
    expect(() => demandAuthorities({ ca: 'own.pem', insecure: true }, platform)).not.toThrow();
    expect(() => demandAuthorities(undefined, platform)).not.toThrow();
  });

  it('is trusted alone on Linux', () => {
    expect(() => demandAuthorities({ ca: 'own.pem', insecure: false }, 'linux')).not.toThrow();
  });
});
