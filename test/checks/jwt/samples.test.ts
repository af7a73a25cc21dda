import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { checks } from '../../../checks/index.ts';
import { signerOf } from '../../../src/identities/sign.ts';
import type { MintedJwt } from '../../../src/model/identity.ts';
import { type Against, run } from '../run.ts';
import { claimsOf } from './lax.ts';
import { startService } from './service.ts';
import { AUDIENCE, ISSUER, type Options } from './verifier.ts';

const tokenChecks = checks.filter(({ survey }) => survey === 'jwt/tokens');

/** What can be made of a sample, without the key of its issuer. */
const BY_SAMPLE = [
  'jwt/alg-none',
  'jwt/base64url',
  'jwt/challenge',
  'jwt/corrupted',
  'jwt/disclosure',
  'jwt/embedded-key',
  'jwt/key-id',
  'jwt/no-token',
  'jwt/robustness',
  'jwt/scheme-case',
  'jwt/scheme-required',
  'jwt/serialization',
  'jwt/stripped',
  'jwt/tampered',
  'jwt/undeclared-location',
  'jwt/weak-secret',
  'jwt/wrong-key',
];

/** Declares a sample token in place of the pool that mints; `publicKey` where it is to be known. */
function sampled(against: Against, token: string): Against {
  const { jwt } = against.policy;
  return {
    ...against,
    profile: 'deep',
    pools: { agents: { kind: 'static', tokens: [token], use: 'check' } },
    policy: { jwt: { ...jwt!, locations: ['header'], algorithms: [jwt!.algorithm!] } },
  };
}

function tokenFor({ pools }: Against): string {
  const { algorithm, key } = pools!['agents'] as Pick<MintedJwt, 'algorithm' | 'key'>;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'a',
    jti: randomUUID(),
    iat: now,
    nbf: now - 5,
    exp: now + 600,
  };
  return signerOf(algorithm, key)(claims);
}

async function findingsFor(options: Options, publicKey = false) {
  const service = await startService({ oneTime: false, ...options });
  try {
    const against = sampled(service, tokenFor(service));
    const { jwt } = against.policy;
    const declared = publicKey
      ? { ...against, policy: { jwt: { ...jwt!, publicKey: service.publicPem! } } }
      : against;
    return (await run(tokenChecks, declared)).findings;
  } finally {
    await service.close();
  }
}

const idsWith = (findings: Awaited<ReturnType<typeof findingsFor>>, outcome: string) =>
  findings.filter((each) => each.outcome === outcome).map(({ id }) => id as string);

test('a correct service passes whatever can be made of a sample, and the rest is named', async () => {
  const findings = await findingsFor({});
  expect(idsWith(findings, 'pass').sort()).toEqual(BY_SAMPLE);
  expect(idsWith(findings, 'not_applicable').length).toBe(findings.length - BY_SAMPLE.length);
  const wantKey = findings.filter(({ message }) => message.includes("the issuer's key"));
  expect(wantKey.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['jwt/expired', 'jwt/issuer', 'jwt/skew-inside']),
  );
});

test('with the public key, forgeries are asserted, and confusion is tried', async () => {
  const findings = await findingsFor({ algorithm: 'ES256' }, true);
  const passed = [...BY_SAMPLE, 'jwt/algorithm-confusion', 'jwt/psychic-signature'];
  expect(idsWith(findings, 'pass').sort()).toEqual(passed.sort());
});

test('a missing public key is named', async () => {
  const findings = await findingsFor({ algorithm: 'RS256' });
  const confusion = findings.find(({ id }) => id === 'jwt/algorithm-confusion');
  expect(confusion).toMatchObject({ outcome: 'not_applicable', message: expect.stringMatching(/publicKey/) });
});

test.each<[string, Options, string]>([
  ['alg none', { defect: 'alg-none' }, 'jwt/alg-none'],
  ['no signature', { defect: 'unsigned' }, 'jwt/stripped'],
  ['any signature', { defect: 'unverified' }, 'jwt/wrong-key'],
  ['half a signature', { defect: 'half-signature' }, 'jwt/corrupted'],
  [
    'a blank kid',
    { accepts: (token) => (token.includes('.') && kidIsBlank(token) ? claimsOf(token) : undefined) },
    'jwt/key-id',
  ],
])('a sample shows that %s is accepted', async (_, options, id) => {
  expect(idsWith(await findingsFor(options), 'fail')).toContain(id);
});

function kidIsBlank(token: string): boolean {
  return Buffer.from(token.split('.')[0] ?? '', 'base64url')
    .toString()
    .includes('"kid":""');
}

test('opaque tokens are only left out, moved and renamed', async () => {
  const service = await startService({
    oneTime: false,
    accepts: (token) => (token === 'an-opaque-token-of-someone' ? { sub: 'someone' } : undefined),
  });
  try {
    const { findings } = await run(tokenChecks, sampled(service, 'an-opaque-token-of-someone'));
    expect(idsWith(findings, 'pass').sort()).toEqual([
      'jwt/challenge',
      'jwt/disclosure',
      'jwt/no-token',
      'jwt/robustness',
      'jwt/scheme-case',
      'jwt/scheme-required',
      'jwt/undeclared-location',
    ]);
    expect(idsWith(findings, 'not_applicable').length).toBe(findings.length - 7);
  } finally {
    await service.close();
  }
});
