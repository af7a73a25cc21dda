import { signingKeyOf } from '../../identities/key.ts';
import { formatDuration } from '../../model/duration.ts';
import type { LoadJob } from '../../model/engine.ts';
import { StartError } from '../../model/errors.ts';
import type { IdentityPool, MintedJwt } from '../../model/identity.ts';
import type { FixedPool, MintedPool, PoolPayload } from './payload.ts';

type Use = 'load' | 'flood';

export interface PoolFacts extends Pick<LoadJob, 'pools' | 'identities'> {
  readonly use: Use;
  /** No virtual user asks for more identities of a pool that has no end. */
  readonly most: number;
  /** How long the load lasts from now on, in ms. */
  readonly lasting: number;
  /** In ms since 1970. */
  readonly wallClock: number;
}

/**
 * A pool as the script is told of it: tokens that exist, or what they are made from. Rejects with a `StartError` where
 * tokens end before the load does, since k6 cannot be handed new ones.
 */
export async function poolOf(name: string, facts: PoolFacts): Promise<PoolPayload> {
  const settings = facts.pools[name];
  if (!settings) throw new StartError(`there is no identity pool "${name}"`);
  return settings.kind === 'jwt' ? minted(settings) : fixed(name, settings, facts);
}

function minted(settings: MintedJwt): MintedPool {
  const {
    algorithm,
    key: text,
    keyId,
    type,
    issuer,
    audience,
    subject,
    claims,
    lifetime,
    refresh,
    oneTime,
  } = settings;
  const { key, keyId: own } = signingKeyOf(algorithm, text);
  const bytes = key.type === 'secret' ? key.export() : key.export({ format: 'der', type: 'pkcs8' });
  return {
    kind: 'minted',
    ...presented(settings),
    algorithm,
    key: bytes.toString('base64'),
    keyId: keyId ?? own,
    type,
    issuer,
    audience,
    subject,
    claims,
    lifetime,
    refresh,
    oneTime,
  };
}

async function fixed(
  name: string,
  settings: IdentityPool,
  { identities, use, most, lasting, wallClock }: PoolFacts,
): Promise<FixedPool> {
  const size = settings.kind === 'anonymous' ? 1 : Math.min(identities.size(name, use), most);
  const tokens = [];
  for (let index = 0; index < size; index += 1) {
    const {
      subject,
      token,
      goodUntil = Number.POSITIVE_INFINITY,
    } = await identities.credential(name, use, index);
    if (goodUntil < wallClock + lasting)
      throw new StartError(
        `the engine "k6" cannot renew the tokens of the identity pool "${name}", and the load lasts ${formatDuration(lasting)}: tokens that are good for longer are wanted`,
      );
    tokens.push({ subject, token });
  }
  return { kind: 'fixed', ...presented(settings), tokens };
}

function presented({ class: rate, tenant, header, scheme }: IdentityPool) {
  return { class: rate, tenant, header, scheme };
}
