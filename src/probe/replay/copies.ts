import { partsOf } from '../tokens/forge.ts';

/** Another text of a token that verifies as well; undefined where there is none for this key or this signature. */
export interface Copying {
  readonly name: string;
  readonly copy: (token: string, algorithm: string) => string | undefined;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Orders of the curves' base points (SEC 2, sections 2.4.2, 2.5.1 and 2.6.1). */
const ORDERS: Readonly<Record<string, bigint>> = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ES512:
    0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

/** Ways to write the same token otherwise, without its key. */
export const COPYINGS: readonly Copying[] = [
  { name: 'other last character', copy: lastCharacter },
  { name: 'padded', copy: padded },
  { name: 'other alphabet', copy: otherAlphabet },
  { name: 's negated', copy: negated },
].map(differing);

/** A copy that is the very token is none. */
function differing({ name, copy }: Copying): Copying {
  return {
    name,
    copy: (token, algorithm) => {
      const made = copy(token, algorithm);
      return made === token ? undefined : made;
    },
  };
}

/** The low bits of the last character are no part of the bytes, unless these fill the characters (RFC 4648 section 3.5). */
function lastCharacter(token: string): string | undefined {
  if (partsOf(token).signature.length % 4 === 0) return undefined;
  const last = ALPHABET.indexOf(token.at(-1) ?? '');
  return `${token.slice(0, -1)}${ALPHABET[last ^ 1]}`;
}

function padded(token: string): string {
  return token + '='.repeat((4 - (partsOf(token).signature.length % 4)) % 4);
}

/** The signature in the alphabet of plain base64. */
function otherAlphabet(token: string): string {
  const { header, payload, signature } = partsOf(token);
  return `${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}`;
}

/** With (r, s) the pair (r, n - s) is a valid ECDSA signature too. */
function negated(token: string, algorithm: string): string | undefined {
  const order = ORDERS[algorithm];
  if (order === undefined) return undefined;
  const { header, payload, signature } = partsOf(token);
  const bytes = Buffer.from(signature, 'base64url');
  const half = bytes.length / 2;
  const s = order - BigInt(`0x${bytes.subarray(half).toString('hex')}`);
  const other = Buffer.from(s.toString(16).padStart(2 * half, '0'), 'hex');
  return `${header}.${payload}.${Buffer.concat([bytes.subarray(0, half), other]).toString('base64url')}`;
}
