import type { Credential } from '../../model/identity.ts';
import { InconclusiveError } from '../failures.ts';
import { corrupted, partsOf } from '../tokens/forge.ts';
import type { Ground } from './actor.ts';

/** The credential with a signature that is wrong by one bit: everything else of the token is as it was. */
export function badly({ probe }: Pick<Ground, 'probe'>, credential: Credential | undefined): Credential {
  const { header, payload, signature } = partsOf(credential?.token ?? '');
  if (credential === undefined || signature === '')
    throw new InconclusiveError('tokens that are signed are wanted: a pool of kind jwt');
  const bad = probe.present(credential.pool, `${header}.${payload}.${corrupted(signature)}`);
  return { ...bad, subject: credential.subject };
}
