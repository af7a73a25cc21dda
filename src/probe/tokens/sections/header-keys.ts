import { type AttackerKey, asymmetric, attackerKey } from '../attacker.ts';
import { selfSigned } from '../certificate.ts';
import { forge } from '../forge.ts';
import type { Header, Source } from '../source.ts';
import type { Section, Variant } from '../variant.ts';

/** Can never be reached (RFC 6761 section 6.4): whoever asks there does no harm. */
const NOWHERE = 'https://canary-gate.invalid';

/** Keys that the token itself brings along or points to; a `data:` URL holds what it points to, and is asked of nobody. */
export const EMBEDDED_KEY: Section = {
  id: 'jwt/embedded-key',
  variants: () => [
    bringing('jwk', 'JWT-S10', (key) => ({ jwk: jwkOf(key) })),
    bringing('x5c', 'JWT-S10', (key, now) => ({ x5c: [selfSigned(key, now).toString('base64')] })),
    symmetric(),
    bringing('jku to nowhere', 'JWT-S11', () => ({ jku: `${NOWHERE}/jwks.json` })),
    bringing('x5u to nowhere', 'JWT-S11', () => ({ x5u: `${NOWHERE}/chain.pem` }), 'deep'),
    bringing('jku with the keys in it', 'JWT-S11', (key) => ({
      jku: `data:application/json,${encodeURIComponent(JSON.stringify({ keys: [jwkOf(key)] }))}`,
    })),
    bringing('x5u with the certificate in it', 'JWT-S11', (key, now) => ({
      x5u: `data:application/x-pem-file,${encodeURIComponent(pemOf(selfSigned(key, now)))}`,
    })),
  ],
};

const KID = 'canary-gate';

function bringing(
  name: string,
  row: string,
  members: (key: AttackerKey, now: number) => Header,
  least: Variant['least'] = 'standard',
): Variant {
  const token = async (source: Source, seconds: number) => {
    const key = await attackerKey(asymmetric(source.algorithm));
    return byAttacker(source, key, { kid: KID, ...members(key, seconds * 1000) });
  };
  return { name, row, least, token };
}

function symmetric(): Variant {
  const token = async (source: Source) => {
    const key = await attackerKey('HS256');
    return byAttacker(source, key, { kid: KID, jwk: jwkOf(key) });
  };
  return { name: 'jwk that is a secret', row: 'JWT-S10', token };
}

function byAttacker(source: Source, { algorithm, privateKey }: AttackerKey, members: Header): string {
  return forge({
    header: { ...source.header, ...members, alg: algorithm },
    payload: source.claims(),
    signWith: { kind: 'key', algorithm, key: privateKey },
  });
}

function jwkOf({ algorithm, publicKey }: AttackerKey): Header {
  return { ...publicKey.export({ format: 'jwk' }), kid: KID, alg: algorithm, use: 'sig' };
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
