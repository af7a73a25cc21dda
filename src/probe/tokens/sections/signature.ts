import { attackerKey } from '../attacker.ts';
import { corrupted, decode, forge, partsOf, segment } from '../forge.ts';
import type { Source } from '../source.ts';
import type { Section, Variant } from '../variant.ts';

/** Whole bytes: what is left of a character would be another mistake. */
const DROPPED = 3;

export const CORRUPTED: Section = {
  id: 'jwt/corrupted',
  variants: () => [
    resigned('a bit in the middle turned over', corrupted, 'quick'),
    resigned('truncated', (signature) => recoded(signature, (bytes) => bytes.subarray(0, -DROPPED))),
    resigned('the first byte turned over', (signature) => flipped(signature, 0), 'deep'),
    resigned('the last byte turned over', (signature) => flipped(signature, -1), 'deep'),
    resigned(
      'bytes added',
      (signature) => recoded(signature, (bytes) => Buffer.concat([bytes, bytes])),
      'deep',
    ),
  ],
};

function resigned(
  name: string,
  change: (signature: string) => string,
  least: Variant['least'] = 'standard',
): Variant {
  const token = async (source: Source) => {
    const { header, payload, signature } = partsOf(await source.valid());
    return `${header}.${payload}.${change(signature)}`;
  };
  return { name, least, token };
}

function recoded(signature: string, change: (bytes: Buffer) => Buffer): string {
  return change(Buffer.from(signature, 'base64url')).toString('base64url');
}

function flipped(signature: string, at: number): string {
  const bytes = Buffer.from(signature, 'base64url');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  return bytes.toString('base64url');
}

type Change = (json: Record<string, unknown>) => Record<string, unknown>;

export const TAMPERED: Section = {
  id: 'jwt/tampered',
  variants: () => [
    inPayload('another subject', (claims) => ({ ...claims, sub: `${claims['sub']}-x` })),
    inPayload('a claim added', (claims) => ({ ...claims, 'canary-gate': true })),
    inPayload('another expiry', (claims) => ({ ...claims, exp: Number(claims['exp'] ?? 0) - 1 })),
    inHeader('a header member added', (header) => ({ ...header, 'x-canary-gate': 1 })),
  ],
};

function inPayload(name: string, change: Change): Variant {
  const token = async (source: Source) => {
    const { header, payload, signature } = partsOf(await source.valid());
    return `${header}.${segment(change(decode(payload)))}.${signature}`;
  };
  return { name, token };
}

function inHeader(name: string, change: Change): Variant {
  const token = async (source: Source) => {
    const { header, payload, signature } = partsOf(await source.valid());
    return `${segment(change(decode(header)))}.${payload}.${signature}`;
  };
  return { name, token };
}

export const WRONG_KEY: Section = {
  id: 'jwt/wrong-key',
  variants: () => [
    { name: 'another key of the same kind', token: (source) => byAttacker(source, source.header) },
    {
      name: 'another key, and nothing but alg in the header',
      token: (source) => byAttacker(source, { alg: source.algorithm }),
    },
  ],
};

async function byAttacker(source: Source, header: object): Promise<string> {
  const { privateKey } = await attackerKey(source.algorithm);
  return forge({
    header,
    payload: source.claims(),
    signWith: { kind: 'key', algorithm: source.algorithm, key: privateKey },
  });
}
