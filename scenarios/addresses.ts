/**
 * Source addresses for limits by IP. Linux answers to all of 127.0.0.0/8, others to 127.0.0.1 alone; and only a
 * target on loopback can be reached from there.
 */
export function loopbackAddresses(count: number): string[] {
  const target = process.env['CANARY_URL'] ?? 'http://127.0.0.1';
  if (process.platform !== 'linux' || new URL(target).hostname !== '127.0.0.1') return [];
  return Array.from({ length: count }, (_, index) => `127.0.0.${index + 2}`);
}
