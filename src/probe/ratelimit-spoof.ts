/** A header in which a client may claim an address that is not its own; another address every time. */
export interface Spoof {
  readonly name: string;
  readonly header: (random: () => number) => readonly [name: string, value: string];
}

/** Headers that proxies and content networks set, and that limiters are known to believe from anyone. */
export const SPOOFS: readonly Spoof[] = [
  { name: 'X-Forwarded-For', header: (random) => ['X-Forwarded-For', v4(random)] },
  {
    name: 'X-Forwarded-For (list)',
    header: (random) => ['X-Forwarded-For', `${v4(random)}, ${v4(random)}`],
  },
  { name: 'X-Forwarded-For (IPv6)', header: (random) => ['X-Forwarded-For', v6(random)] },
  { name: 'Forwarded', header: (random) => ['Forwarded', `for=${v4(random)}`] },
  ...[
    'X-Real-IP',
    'True-Client-IP',
    'CF-Connecting-IP',
    'X-Client-IP',
    'X-Cluster-Client-IP',
    'X-Originating-IP',
    'X-Remote-IP',
    'X-Remote-Addr',
    'Fastly-Client-IP',
  ].map((name): Spoof => ({ name, header: (random) => [name, v4(random)] })),
];

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
