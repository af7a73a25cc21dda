import { partsOf } from '../forge.ts';
import type { Source } from '../source.ts';
import type { Section, Variant } from '../variant.ts';

/** Orders of the curves (SEC 2), for signatures that are no numbers of the curve. */
export const ORDERS: Readonly<Record<string, string>> = {
  ES256: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  ES384: 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ES512:
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
};
const NUMBERS = ['0', '1', 'n', 'n-1'] as const;
/** Pairs of r and s that a standard run tries. */
const USUAL_PAIRS: readonly string[] = ['0 0', '0 1', '1 0', '1 1', 'n n'];
/** SEQUENCE { INTEGER 0, INTEGER 0 } */
const DER_ZEROS = 'MAYCAQACAQA';

export const PSYCHIC: Section = {
  id: 'jwt/psychic-signature',
  needs: ({ policy }) => {
    const { algorithm = 'HS256' } = policy.jwt ?? {};
    return algorithm in ORDERS
      ? undefined
      : `policy.jwt.algorithm is ${algorithm}: only ECDSA can go wrong so`;
  },
  variants: () => [
    ...NUMBERS.flatMap((r) => NUMBERS.map((s) => psychic(r, s))),
    { name: 'r = 0, s = 0 as DER', token: async (source) => withSignature(source, DER_ZEROS) },
  ],
};

function psychic(r: (typeof NUMBERS)[number], s: (typeof NUMBERS)[number]): Variant {
  return {
    name: `r = ${r}, s = ${s}`,
    least: USUAL_PAIRS.includes(`${r} ${s}`) ? 'standard' : 'deep',
    token: (source) => {
      const order = ORDERS[source.algorithm] ?? '';
      const bytes = [r, s].map((name) => numberOf(name, order));
      return withSignature(source, Buffer.concat(bytes).toString('base64url'));
    },
  };
}

function numberOf(name: string, order: string): Buffer {
  const value = name.startsWith('n') ? BigInt(`0x${order || '0'}`) - (name === 'n' ? 0n : 1n) : BigInt(name);
  return Buffer.from(value.toString(16).padStart(order.length, '0'), 'hex');
}

async function withSignature(source: Source, signature: string): Promise<string> {
  const { header, payload } = partsOf(await source.valid());
  return `${header}.${payload}.${signature}`;
}
