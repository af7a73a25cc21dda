import { createPublicKey } from 'node:crypto';
import type { Problem } from '../model/errors.ts';
import { JWT_ALGORITHMS } from '../model/identity.ts';
import { quote } from '../model/text.ts';
import { lackOf } from './pools.ts';
import type { Plan } from './schema.ts';

type JwtPolicy = NonNullable<Plan['policy']['jwt']>;
type Pool = Plan['identities'][string];

/** Promises about tokens that contradict the pool of the tokens, or one another. */
export function tokenPolicy({ policy: { jwt }, identities }: Plan): Problem[] {
  if (jwt === undefined) return [];
  const pool = identities[jwt.identity];
  return [
    ...(pool === undefined ? [] : poolProblems(jwt, pool)),
    ...algorithmProblems(jwt),
    ...(jwt.publicKey === undefined || isKey(jwt.publicKey)
      ? []
      : [problem('publicKey', 'is no public key or certificate', '"-----BEGIN PUBLIC KEY-----"')]),
  ];
}

/** Samples will do, but there must be one for checks; a key must be for the algorithm that is promised. */
function poolProblems(jwt: JwtPolicy, pool: Pool): Problem[] {
  const name = `pool ${quote(jwt.identity)}`;
  if (pool.kind === 'anonymous')
    return [problem('identity', `${name} is of kind anonymous: it has no tokens`, 'any other pool')];
  if (pool.kind === 'jwt') {
    if (pool.algorithm === jwt.algorithm) return [];
    const message = `is ${jwt.algorithm}, but ${name} signs by ${pool.algorithm}`;
    return [problem('algorithm', message, pool.algorithm)];
  }
  const lack = lackOf(pool, 'check');
  return lack
    ? [problem('identity', `${name} of kind ${pool.kind} has no identities for checks`, lack.fix)]
    : [];
}

function algorithmProblems({ algorithm, algorithms }: JwtPolicy): Problem[] {
  const known: readonly string[] = JWT_ALGORITHMS;
  const unknown = (algorithms ?? []).filter((each) => !known.includes(each));
  return [
    ...(known.includes(algorithm)
      ? []
      : [problem('algorithm', `${quote(algorithm)} is no signature algorithm`, known.join(', '))]),
    ...unknown.map((each) =>
      problem('algorithms', `${quote(each)} is no signature algorithm`, known.join(', ')),
    ),
    ...(algorithms === undefined || algorithms.includes(algorithm)
      ? []
      : [problem('algorithms', `does not list ${algorithm}, the algorithm itself`, algorithm)]),
  ];
}

function isKey(text: string): boolean {
  try {
    createPublicKey(text.replaceAll('\\n', '\n'));
    return true;
  } catch {
    return false;
  }
}

function problem(member: string, message: string, allowed: string): Problem {
  return { path: `policy.jwt.${member}`, message, allowed };
}
