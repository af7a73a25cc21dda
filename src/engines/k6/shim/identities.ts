import { claimsOf } from '../../../identities/minted-claims.ts';
import type { FixedPool, MintedPool, PoolPayload } from '../payload.ts';
import { type Sign, signerOf } from './jwt.ts';
import { payload } from './world.ts';

export interface Credential {
  readonly class: string;
  readonly subject: string;
  readonly tenant?: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Use = 'load' | 'flood';

interface Held {
  readonly credential: Credential;
  /** In ms of the wall clock. */
  readonly renewAt: number;
}

const held = new Map<string, Held>();
const signers = new Map<string, Sign>();

/** The credential of one identity; made anew before it expires. A promise only where it has to be made, and takes time. */
export function credentialOf(pool: string, use: Use, index: number): Credential | Promise<Credential> {
  const settings = payload.pools[pool];
  if (!settings) throw new TypeError(`there is no identity pool "${pool}"`);
  if (settings.kind === 'fixed') return fixed(pool, settings, index);
  const key = `${pool} ${use} ${index}`;
  const kept = held.get(key);
  if (kept && !settings.oneTime && Date.now() < kept.renewAt) return kept.credential;
  const minted = mint(pool, settings, use, index);
  if (!(minted instanceof Promise)) return keep(key, minted);
  return minted.then((made) => keep(key, made));
}

function keep(key: string, made: Held): Credential {
  held.set(key, made);
  return made.credential;
}

function fixed(pool: string, settings: FixedPool, index: number): Credential {
  const found = settings.tokens[index % settings.tokens.length];
  if (!found) throw new RangeError(`the identity pool "${pool}" has no identity number ${index + 1}`);
  return present(settings, found.subject, found.token);
}

function mint(pool: string, settings: MintedPool, use: Use, index: number): Held | Promise<Held> {
  let sign = signers.get(pool);
  if (!sign) {
    sign = signerOf(settings);
    signers.set(pool, sign);
  }
  const { claims, subject, renewAt } = claimsOf(settings, use, index, Date.now(), crypto.randomUUID());
  const token = sign(claims);
  const finish = (made: string): Held => ({ credential: present(settings, subject, made), renewAt });
  return typeof token === 'string' ? finish(token) : token.then(finish);
}

function present(
  { class: rate, tenant, header, scheme }: PoolPayload,
  subject: string,
  token: string,
): Credential {
  const value = scheme === '' ? token : `${scheme} ${token}`;
  return {
    class: rate,
    subject,
    ...(tenant === undefined ? {} : { tenant }),
    token,
    headers: token === '' ? {} : { [header]: value },
  };
}
