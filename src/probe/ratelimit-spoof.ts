import type { HeaderLines } from '../model/exchange.ts';

/** Headers in which a client claims an address that is not its own; another address every time. */
export interface Spoof {
  readonly name: string;
  readonly headers: (random: () => number) => HeaderLines;
}

/** Headers that proxies and content networks set to the bare address, and that limiters are known to believe from anyone. */
const BARE = [
  'X-Forwarded-For',
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

/**
 * All headers go in one request: a limiter that believes any of them serves it, and one that believes none has rejected
 * no more than one request too many. The second is for those that read the end of a list, or networks of IPv6.
 */
export const SPOOFS: readonly Spoof[] = [
  {
    name: 'an IPv4 address',
    headers: (random) => {
      const address = v4(random);
      return [...bare(address), ['Forwarded', `for=${address}`]];
    },
  },
  {
    name: 'a list and an IPv6 address',
    headers: (random) => {
      const [first, last] = [v4(random), v6(random)];
      return [
        ['X-Forwarded-For', `${first}, ${last}`],
        ...bare(last).filter(([name]) => name !== 'X-Forwarded-For'),
        ['Forwarded', `for=${first}, for="[${last}]"`],
      ];
    },
  },
];

function bare(address: string): HeaderLines {
  return BARE.map((name) => [name, address] as const);
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
