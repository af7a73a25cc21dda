import type { FixedPool, MintedPool, PoolPayload } from '../engines/k6/payload.ts';
import { numberOf, usesOf } from '../model/dealing.ts';
import type { IdentityPool, MintedJwt, Use } from '../model/identity.ts';
import { Expression } from './literal.ts';
import { type Variables, variableOf } from './variables.ts';

/** A pool as an exported script has it: keys and tokens are read from the environment. */
export function exportedPool(
  name: string,
  told: PoolPayload,
  settings: IdentityPool,
  use: Use,
  variables: Variables,
): unknown {
  if (told.kind === 'minted' && settings.kind === 'jwt') return minted(name, told, settings, variables);
  if (told.kind === 'fixed' && settings.kind !== 'anonymous' && settings.kind !== 'jwt')
    return fixed(name, told, settings, use, variables);
  return told;
}

/** What k6 can read of a key: an HMAC secret, as text or as JWK, and PEM in PKCS #8. Anything else wants another form. */
function minted(name: string, told: MintedPool, { algorithm, key }: MintedJwt, variables: Variables) {
  const isHmac = algorithm.startsWith('HS');
  const isReadable = isHmac || key.includes('-----BEGIN PRIVATE KEY-----');
  const own = variables.nameOf(key, `${name}_KEY`);
  const form = isHmac
    ? 'the HMAC secret'
    : isReadable
      ? 'the private key as PEM'
      : 'the private key as PEM in PKCS #8 (openssl pkcs8 -topk8 -nocrypt)';
  const variable = variables.read(isReadable ? own : `${own}_PKCS8`, `${form} that signs tokens of`, name);
  return { ...told, key: new Expression(`key(${JSON.stringify(variable)}, ${JSON.stringify(algorithm)})`) };
}

function fixed(
  name: string,
  told: FixedPool,
  settings: Exclude<IdentityPool, { kind: 'anonymous' | 'jwt' }>,
  use: Use,
  variables: Variables,
) {
  const subjects = told.tokens.map(({ subject }) => subject);
  const names = tokenNames(name, subjects.length, settings, use, variables);
  const what =
    names.length === subjects.length ? 'a token' : `${subjects.length} tokens, separated by commas`;
  for (const variable of names) variables.read(variable, `${what}, good until the load ends, of`, name);
  const list = names.map((variable) => JSON.stringify(variable)).join(', ');
  return { ...told, tokens: new Expression(`tokens([${list}], ${JSON.stringify(subjects)})`) };
}

/** The variable of each token where the plan has it from one, or where it cannot be told from others; else one for all. */
function tokenNames(
  name: string,
  count: number,
  settings: Exclude<IdentityPool, { kind: 'anonymous' | 'jwt' }>,
  use: Use,
  variables: Variables,
): string[] {
  const all = variableOf(`${name}_TOKENS`);
  if (settings.kind !== 'static') return [all];
  const uses = usesOf(settings.use);
  const tokens = Array.from({ length: count }, (_, index) => settings.tokens[numberOf(uses, use, index)]!);
  const isUnlistable = tokens.some((token) => /[\s,]/.test(token));
  const own = tokens.map((token, index) =>
    variables.nameOf(token, isUnlistable ? `${all}_${index + 1}` : all),
  );
  return new Set(own).size === count && (count === 1 || !own.includes(all)) ? own : [all];
}
