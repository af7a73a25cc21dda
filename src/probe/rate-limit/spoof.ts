import type { HeaderLines } from '../../model/exchange.ts';

/** Headers that proxies and content networks set to the bare address, and that limiters are known to believe from anyone. */
const BARE = [
  'X-Real-IP',
  'True-Client-IP',
  'CF-Connecting-IP',
  'X-Client-IP',
  'X-Cluster-Client-IP',
  'X-Originating-IP',
  'X-Remote-IP',
  'X-Remote-Addr',
  'Fastly-Client-IP',
] as const;

/** Headers in which a client can claim an address that is not its own. */
export const FORWARDED = ['X-Forwarded-For', 'Forwarded', ...BARE] as const;

/**
 * Claims another address every time, in all of these headers at once: a limiter that believes any of them serves it, and
 * one that believes none has rejected no more than one request too many. Lists end in an address of IPv6: limiters read
 * them from either end, and count a network of IPv6 as one client.
 */
export function forgedAddress(random: () => number, names: readonly string[] = FORWARDED): HeaderLines {
  const [first, last] = [v4(random), v6(random)];
  const values: Readonly<Record<string, string>> = {
    'X-Forwarded-For': `${first}, ${last}`,
    Forwarded: `for=${first}, for="[${last}]"`,
  };
  return names.map((name) => [name, values[name] ?? first] as const);
}

/** The same with an address of IPv6 alone. */
export function forgedV6(random: () => number): HeaderLines {
  const address = v6(random);
  return FORWARDED.map((name) => [name, name === 'Forwarded' ? `for="[${address}]"` : address] as const);
}

/** One address, claimed in all headers. */
export function claimOf(address: string): HeaderLines {
  const bare = address.includes(':') ? `"[${address}]"` : address;
  return FORWARDED.map((name) => [name, name === 'Forwarded' ? `for=${bare}` : address] as const);
}

/** Blocks that are nobody's: for documentation (RFC 5737), and for benchmarks (RFC 2544) to have enough of them. */
function v4(random: () => number): string {
  return `198.${18 + number(random, 2)}.${number(random, 256)}.${1 + number(random, 254)}`;
}

/** Differs within the first 48 bits, since limiters count a whole network as one client (RFC 3849). */
function v6(random: () => number): string {
  const group = () => number(random, 0x10000).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}

function number(random: () => number, below: number): number {
  return Math.floor(random() * below);
}
