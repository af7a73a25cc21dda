import { createServer as createPlainServer } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import type { CheckOutcome, Severity } from '../../../src/model/finding.ts';
import { type Against, runOne } from '../run.ts';
import { certified, type Wanted } from './authority.ts';

type Promises = NonNullable<Against['policy']['tls']>;

export interface Case {
  readonly outcome: CheckOutcome;
  readonly message?: RegExp;
  readonly severity?: Severity;
  /** The certificate; a good one when left out. */
  readonly certificate?: Wanted;
  /** How the server speaks TLS. */
  readonly server?: TlsOptions;
  /** Instead of speaking TLS, what the server does with a connection. */
  readonly instead?: Parameters<typeof createPlainServer>[1];
  readonly promises?: Promises;
  /** Changes how the target is reached. */
  readonly against?: (against: Against) => Against;
}

/** Runs one check against a server that really speaks TLS, with a certificate of its own. */
export function tlsSuite(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.concurrent.each(Object.entries(cases))('%s', async (_, wanted) => {
    const certificate = certified(wanted.certificate ?? {});
    const { cert, key, ca } = certificate;
    const server = wanted.instead
      ? createPlainServer(wanted.instead)
      : createServer({ cert, key, ...wanted.server }, (socket) => socket.on('error', () => {}));
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as { port: number };
    const against: Against = {
      url: `https://localhost:${port}`,
      ca,
      policy: { tls: wanted.promises ?? {} },
      endpoints: {},
    };
    try {
      const found = await runOne(check, wanted.against?.(against) ?? against);
      expect({ outcome: found.outcome, message: found.message }).toEqual({
        outcome: wanted.outcome,
        message: expect.stringMatching(wanted.message ?? /./),
      });
      if (wanted.severity !== undefined) expect(found.severity).toBe(wanted.severity);
    } finally {
      server.close();
      certificate.remove();
    }
  });
}

export const undeclared: NonNullable<Case['against']> = (against) => ({ ...against, policy: {} });
export const plain: NonNullable<Case['against']> = (against) => ({
  ...against,
  url: against.url.replace('https', 'http'),
});
export const insecure: NonNullable<Case['against']> = (against) => ({ ...against, tls: { insecure: true } });
export const proxied: NonNullable<Case['against']> = (against) => ({
  ...against,
  proxy: { url: 'http://127.0.0.1:9', variable: 'https_proxy' },
});

/** What old servers need so that they can speak TLS 1.0 at all. */
export const OLD: TlsOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };
