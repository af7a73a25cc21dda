import { IdentityError } from '../model/errors.ts';
import type { Credential, MintedJwt, Use } from '../model/identity.ts';
import { claimsOf } from './minted-claims.ts';
import { demand, LAST_MOMENT, type Pool, type PoolTools, present } from './pool.ts';
import { signerOf } from './sign.ts';

interface Minted {
  readonly credential: Credential;
  readonly renewAt: number;
}

/**
 * Mints a token for each synthetic subject. Subjects of load, checks and floods never meet: `{use}` tells them apart,
 * and where the template has none, their numbers do.
 */
export function jwtPool(name: string, settings: MintedJwt, count: number, tools: PoolTools): Pool {
  const sign = signer(name, settings);
  const held = new Map<string, Minted>();
  const size = (use: Use) => sizeOf(settings.subject, count, use);
  /** `size` says how many are enough; whoever wants more may have them. */
  const numbered = settings.subject.includes('{n}');

  function mint(use: Use, index: number): Minted {
    const now = tools.wallClock();
    const { claims, subject, renewAt, expiresAt } = claimsOf(settings, use, index, now, tools.uuid());
    const validity = { refreshAt: renewAt, goodUntil: Math.max(renewAt, expiresAt - LAST_MOMENT) };
    return { credential: present(name, settings, subject, sign(claims), validity), renewAt };
  }

  function current(use: Use, index: number): Credential {
    if (settings.oneTime) return mint(use, index).credential;
    const id = `${use} ${index}`;
    const found = held.get(id);
    if (found && tools.wallClock() < found.renewAt) return found.credential;
    const minted = mint(use, index);
    held.set(id, minted);
    return minted.credential;
  }

  return {
    size,
    async credential(use, index, fresh) {
      demand(name, numbered ? Number.POSITIVE_INFINITY : size(use), use, index);
      const credential = fresh ? mint(use, index).credential : current(use, index);
      // The load's own tokens are not registered one by one, there may be one per request; the redactor knows a JWT
      // by its looks.
      if (use === 'check') tools.secret(credential.token, `${name}-${credential.subject}`);
      return credential;
    },
    ready: (use, index) => (numbered || index < size(use) ? current(use, index) : undefined),
    async warm() {
      tools.secret(settings.key, `${name}-key`);
      mint('load', 0);
    },
  };
}

function signer(name: string, settings: MintedJwt): (claims: object) => string {
  try {
    return signerOf(settings.algorithm, settings.key, settings);
  } catch (error) {
    throw new IdentityError(name, (error as Error).message);
  }
}

/** A template without `{n}` is one subject: it serves each use when `{use}` tells them apart, else the load alone. */
export function sizeOf(template: string, count: number, use: Use): number {
  if (template.includes('{n}')) return use === 'check' ? Number.POSITIVE_INFINITY : count;
  return template.includes('{use}') || use === 'load' ? 1 : 0;
}
