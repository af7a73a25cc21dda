import { attackerKey } from '../attacker.ts';
import { forge } from '../forge.ts';
import type { Source } from '../source.ts';
import type { Section, Variant } from '../variant.ts';

/** A key id that leads out of the place where keys are, and the text that a confused server then takes for the key. */
type Misled = readonly [row: string, kid: unknown, key: string, least?: Variant['least']];

const DEV_NULL = '../../../../../../dev/null';
const UNION = "x' UNION SELECT '1';--";

const MISLED: readonly Misled[] = [
  ['JWT-S12', DEV_NULL, ''],
  ['JWT-S12', '/dev/null', ''],
  ['JWT-S12', 'file:///dev/null', '', 'deep'],
  ['JWT-S12', `..%2f..%2f..%2f..%2f..%2f..%2fdev%2fnull`, '', 'deep'],
  ['JWT-S13', UNION, '1'],
  ['JWT-S13', 'x" UNION SELECT "1";--', '1', 'deep'],
  ['JWT-S13', "x' UNION SELECT '1", '1', 'deep'],
  ['JWT-S14', '__proto__', '[object Object]', 'deep'],
  ['JWT-S14', 'constructor', 'function Object() { [native code] }', 'deep'],
  ['JWT-S14', 'toString', 'function toString() { [native code] }', 'deep'],
  ['JWT-S14', 'canary-gate-unknown', 'undefined', 'deep'],
];

const LONG = 'k'.repeat(4096);
const ODD: readonly (readonly [name: string, kid: unknown])[] = [
  ['unknown', 'canary-gate-unknown'],
  ['missing', undefined],
  ['empty', ''],
  ['a number', 7],
  ['4096 characters long', LONG],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['toString', 'toString'],
];

export const KEY_ID: Section = {
  id: 'jwt/key-id',
  variants: () => [...MISLED.map(misled), ...ODD.map(([name, kid]) => odd(name, kid))],
};

function misled([row, kid, key, least = 'standard']: Misled): Variant {
  const token = (source: Source) => {
    const alg = source.algorithm.startsWith('HS') ? source.algorithm : 'HS256';
    return forge({
      header: { ...source.header, alg, kid },
      payload: source.claims(),
      signWith: { kind: 'hmac', key, hash: `sha${alg.slice(2)}` as 'sha256' },
    });
  };
  return { name: `kid ${String(kid)}${key && ` with the key ${key}`}`, row, least, token };
}

function odd(name: string, kid: unknown): Variant {
  const token = async (source: Source) => {
    const { algorithm, privateKey } = await attackerKey(source.algorithm);
    return forge({
      header: { ...source.header, kid },
      payload: source.claims(),
      signWith: { kind: 'key', algorithm, key: privateKey },
    });
  };
  return { name: `kid ${name}, by another key`, row: 'JWT-S14', token };
}
