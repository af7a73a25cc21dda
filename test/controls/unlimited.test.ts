import { describe, test } from 'vitest';
import { newAuthority, OPENSSL } from '../http/certificates.ts';
import { describeWith } from '../tools.ts';
import { expectClean } from './expect-clean.ts';
import { startHono } from './servers/hono.ts';
import { startKoa } from './servers/koa.ts';

const LIMIT = { timeout: 120_000 };

describe('Hono with its CORS, JWT and secure headers', () => {
  test.each(['listed', 'public'] as const)(
    'shared with %s origins: nothing is found',
    LIMIT,
    async (sharing) => {
      const control = await startHono(sharing);
      try {
        await expectClean(control, { passes: 75 });
      } finally {
        await control.close();
      }
    },
  );
});

describeWith(
  OPENSSL,
  import.meta.filename,
  'Koa, its CORS and router, helmet and jose over HTTPS',
  (openssl) => {
    test('nothing is found', LIMIT, async () => {
      const authority = newAuthority(openssl);
      const control = await startKoa(authority);
      try {
        await expectClean(control, { passes: 95 });
      } finally {
        await control.close();
        authority.remove();
      }
    });
  },
);
