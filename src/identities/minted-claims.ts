import type { MintedJwt, Use } from '../model/identity.ts';

/** What a token's claims are made from. */
export type ClaimSettings = Pick<
  MintedJwt,
  'subject' | 'claims' | 'issuer' | 'audience' | 'lifetime' | 'refresh'
>;

/** A server whose clock is a little behind ours must not find our tokens not yet valid. */
const BACKDATED = 5;
const USES: readonly Use[] = ['load', 'check', 'flood'];

/**
 * The claims of one identity's token, and when to renew it, in ms of the wall clock; `id` becomes its `jti`.
 * `exp - iat` is exactly the lifetime, since servers bound it; so what is back-dated is taken off the end.
 */
export function claimsOf(settings: ClaimSettings, use: Use, index: number, now: number, id: string) {
  const lifetime = Math.max(1, Math.floor(settings.lifetime / 1000));
  const issued = Math.floor(now / 1000) - Math.min(BACKDATED, Math.floor(lifetime / 10));
  const expires = issued + lifetime;
  const left = expires * 1000 - now;
  const subject = subjectOf(settings.subject, use, index);
  const claims = {
    ...settings.claims,
    ...(settings.issuer === undefined ? {} : { iss: settings.issuer }),
    ...(settings.audience === undefined ? {} : { aud: settings.audience }),
    sub: subject,
    iat: issued,
    nbf: issued,
    exp: expires,
    jti: id,
  };
  // A token that lives no longer than `refresh` would be minted anew for every request: half its life will do.
  const renewAt = now + Math.max(left - settings.refresh, left / 2);
  return { claims, subject, renewAt, expiresAt: now + left };
}

function subjectOf(template: string, use: Use, index: number): string {
  const number = template.includes('{use}') ? index + 1 : index * USES.length + USES.indexOf(use) + 1;
  return template.replaceAll('{use}', use).replaceAll('{n}', String(number));
}
