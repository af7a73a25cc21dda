/** How long a route takes, in ms: most answers `usual`, a few (a cold cache) `slow`. */
interface Pace {
  readonly usual: number;
  readonly slow: number;
  readonly slowShare: number;
}

const QUICK: Pace = { usual: 0, slow: 0, slowShare: 0 };
/** A tail with a sharp edge: its p99 lies within the slow answers, so noise of the machine does not move it. */
const USUAL: Pace = { usual: 6, slow: 160, slowShare: 0.025 };

/** Routes that differ from `USUAL`; those that limits are tried on are quick, so that a window holds all requests. */
const PACES: Readonly<Record<string, Pace>> = {
  root: QUICK,
  eligibility: QUICK,
  capabilities: QUICK,
  healthz: QUICK,
  readyz: QUICK,
  metrics: QUICK,
  status: QUICK,
  tasks: { usual: 3, slow: 0, slowShare: 0 },
  'portal-health': { usual: 1, slow: 0, slowShare: 0 },
  files: QUICK,
  exports: QUICK,
  jobs: { usual: 6, slow: 120, slowShare: 0.1 },
  'memory-query': { usual: 20, slow: 120, slowShare: 0.02 },
};

/** Milliseconds that a route takes this time. */
export function pause(random: () => number, route: string): number {
  const { usual, slow, slowShare } = PACES[route] ?? USUAL;
  const spread = random();
  if (random() < slowShare) return slow * (0.97 + 0.06 * spread);
  return usual * (0.6 + 0.8 * spread);
}
