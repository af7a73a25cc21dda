import type { Problem } from '../model/errors.ts';
import { quote } from '../model/text.ts';
import type { Plan } from './schema.ts';

/** Probes go to no other host than the target's: the plain listener must be the same host's. */
export function plainHost({ policy, targets }: Plan): Problem[] {
  const { plain } = policy.headers ?? {};
  if (plain === undefined) return [];
  const path = 'policy.headers.plain';
  const { protocol, hostname } = new URL(targets.canary.url);
  if (new URL(plain).hostname !== hostname)
    return [
      { path, message: `${quote(plain)} is another host than the target`, allowed: `http://${hostname}` },
    ];
  if (protocol === 'https:') return [];
  return [{ path, message: 'the target itself is plain http, so nothing could lead to https' }];
}
