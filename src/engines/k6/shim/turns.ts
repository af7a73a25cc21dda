import { Ledger } from '../../pacing/quota.ts';
import type { Deal } from '../payload.ts';
import { type Scene, vu } from './world.ts';

/** While answers are late there is no telling when there is room; a short wait then, in ms. */
const RETRY = 5;

/** The ledgers of this virtual user, by pool and identity; one for each quota. */
const ledgers = new Map<string, readonly Ledger[]>();
/** Identities of this virtual user's own that it used already, least recently used first. */
const used = new Map<string, Set<number>>();

/** Whose turn it is: the number of an identity in its pool. */
export function choose(pool: string, { spec, n }: Scene): number {
  const deal = spec.deals[pool];
  if (!deal) return 0;
  if (deal.by === 'one') return deal.first;
  if (deal.by === 'turn' && n >= 0) return deal.first + (n % deal.count);
  return ownOf(pool, deal);
}

/** How long until this identity may send, in ms; 0 when it may at once. */
export function wait(pool: string, { spec }: Scene, index: number, endpoint: string): number {
  const deal = spec.deals[pool];
  if (!deal || deal.quotas.length === 0) return 0;
  const now = Date.now();
  const at = Math.max(now, ...counting(deal, pool, index, endpoint).map((ledger) => ledger.roomAt(now)));
  return Number.isFinite(at) ? at - now : RETRY;
}

/** Counts a request of an identity as begun; the function that is returned counts it as ended. */
export function begin(pool: string, { spec }: Scene, index: number, endpoint: string): () => void {
  const deal = spec.deals[pool];
  if (!deal || deal.quotas.length === 0) return nothing;
  const open = counting(deal, pool, index, endpoint);
  for (const ledger of open) ledger.begin();
  return () => {
    // The clock tells whole milliseconds, cut off.
    for (const ledger of open) ledger.end(Date.now() + 1);
  };
}

const nothing = () => {};

/** The virtual user's own identities by turns, least recently used first; more of them while there are any. */
function ownOf(pool: string, deal: Deal): number {
  // Setup and teardown come after all virtual users.
  const place = vu() > 0 ? deal.place + vu() - 1 : deal.users - 1;
  if (deal.quotas.length === 0 || deal.count < deal.users) return deal.first + (place % deal.count);
  const order = used.get(pool) ?? new Set<number>();
  used.set(pool, order);
  const now = Date.now();
  const isFree = (index: number) => ledgersOf(deal, pool, index).every((ledger) => ledger.roomAt(now) <= now);
  const next = deal.first + place + order.size * deal.users;
  const [oldest] = order;
  const found = [...order].find(isFree) ?? (next < deal.first + deal.count ? next : (oldest as number));
  order.delete(found);
  order.add(found);
  return found;
}

function counting(deal: Deal, pool: string, index: number, endpoint: string): readonly Ledger[] {
  return ledgersOf(deal, pool, index).filter((_, quota) => {
    const { endpoints } = deal.quotas[quota]!;
    return !endpoints || endpoints.includes(endpoint);
  });
}

function ledgersOf(deal: Deal, pool: string, index: number): readonly Ledger[] {
  const key = `${pool} ${index}`;
  let found = ledgers.get(key);
  if (!found) {
    found = deal.quotas.map((quota) => new Ledger(quota));
    ledgers.set(key, found);
  }
  return found;
}
