export interface Subject {
  readonly url: string;
  /** PEM file that the server's certificate is verified with. */
  readonly certificate: string;
  /** How connections are opened and how long they last. */
  readonly connection?: object;
}

/** A plan of one scenario and nothing else: no checks, no reports, a gate that holds, and no early end. */
export function planOf({ url, certificate, connection = {} }: Subject, scenario: object): object {
  const tls = url.startsWith('https:') ? { tls: { ca: certificate } } : {};
  return {
    name: 'bench',
    targets: { canary: { url: new URL(url).origin, connection, ...tls } },
    endpoints: { answer: { path: new URL(url).pathname, expect: { status: 200 } } },
    scenarios: { load: scenario },
    checks: { only: [] },
    gates: ['rate(5xx) <= 99%'],
    run: { until: 'end', maxRequests: 1_000_000_000 },
    reports: [],
  };
}
