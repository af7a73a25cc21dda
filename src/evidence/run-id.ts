/**
 * Name of a run and of its folder, such as `20260131T101502Z-4f9a2c`: sorts by time, and the suffix, given at random,
 * tells runs of the same second apart. `at` is in milliseconds since the epoch.
 */
export function runIdOf(at: number, suffix: string): string {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${suffix}`;
}
