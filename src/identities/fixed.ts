import type { z } from 'zod';
import { numberOf, shareOf, usesOf } from '../model/dealing.ts';
import { IdentityError } from '../model/errors.ts';
import type { Anonymous, Credential, StaticTokens, Use } from '../model/identity.ts';
import { factsOf } from './claims.ts';
import { demand, type Pool, type PoolTools, present } from './pool.ts';

/** Nobody in particular: as many as anyone wants, without a token. */
export function anonymousPool(name: string, settings: z.output<typeof Anonymous>): Pool {
  const credential = present(name, settings, 'anonymous', '');
  return {
    size: () => Number.POSITIVE_INFINITY,
    credential: async () => credential,
    ready: () => credential,
    warm: async () => {},
  };
}

/** Tokens written in the plan, one identity each. They cannot be renewed: an expired one is refused by name. */
export function staticPool(name: string, settings: z.output<typeof StaticTokens>, tools: PoolTools): Pool {
  const held = settings.tokens.map((token, at) => {
    const { subject = `${name}-${at + 1}`, expiresAt } = factsOf(token);
    tools.secret(token, `${name}-${at + 1}`);
    const validity = expiresAt === undefined ? {} : { goodUntil: expiresAt };
    return { credential: present(name, settings, subject, token, validity), expiresAt };
  });
  const uses = usesOf(settings.use);
  const size = (use: Use) => shareOf(uses, use, held.length);
  const good = (number: number): Credential => {
    const { credential, expiresAt } = held[number]!;
    if (expiresAt === undefined || expiresAt > tools.wallClock()) return credential;
    const when = new Date(expiresAt).toISOString();
    throw new IdentityError(
      name,
      `tokens[${number}] expired at ${when}; put a token into the plan that is valid`,
    );
  };
  return {
    size,
    async credential(use, index, fresh) {
      demand(name, size(use), use, index);
      if (fresh) throw new IdentityError(name, 'holds fixed tokens; a fresh token cannot be had from it');
      return good(numberOf(uses, use, index));
    },
    ready(use, index) {
      const found = index < size(use) ? held[numberOf(uses, use, index)] : undefined;
      const expired = found?.expiresAt !== undefined && found.expiresAt <= tools.wallClock();
      return expired ? undefined : found?.credential;
    },
    async warm() {
      for (const number of held.keys()) good(number);
    },
  };
}
