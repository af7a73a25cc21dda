/** What was found out about the service and the folder. */
export interface Findings {
  readonly name: string;
  /** Base URL; `undefined` for the demo service. */
  readonly url: string | undefined;
  /** A GET path that answers 2xx without a token. */
  readonly path: string;
  /** `ts`, or `mts` where the folder's package is CommonJS. */
  readonly extension: 'ts' | 'mts';
}

const DEMO_URL = 'http://127.0.0.1:4010';

/** A first plan in TypeScript. */
export function planInTypeScript(findings: Findings): string {
  const { name, path, extension } = findings;
  return `import { definePlan } from 'canary-gate';

// What a run would do, with nothing sent:   canary-gate plan
// The run itself, with a verdict:           canary-gate run
export default definePlan({
  name: '${name}',

  targets: {
    canary: {
      // CANARY_URL wins over the address written here.
      url: '${urlOf(findings)}',
      // How an answer says which version gave it; without it nobody knows whether the canary was judged.
      // identify: { header: 'x-service-version', equals: '2.0.0' },
      // Off this machine, checks that send what an attacker would need somebody's word:
      // authorisation: { by: 'platform team', scope: 'CORS, JWT and limit probes', until: '2030-01-31' },
    },
  },

  endpoints: {
    home: { path: '${path}', expect: { status: 200 } },
  },

  // What the service promises. A check whose promise is not declared is not applicable, and says what to declare.
  policy: {
    headers: { endpoints: ['home'] },
  },

  scenarios: {
    // Open loop: 20 requests a second, whatever the service makes of them.
    steady: {
      executor: 'constant-arrival-rate',
      rate: 20,
      duration: '20s',
      preAllocatedVUs: 20,
      requests: ['home'],
    },
    // Closed loop: two users, scripted in TypeScript.
    browse: './scenarios/browse.${extension}',
  },

  // 20/s for 20 s are 400 requests. "rate(5xx) <= 1%" needs 299 of them, none bad, to be proven at 95 %.
  gates: [
    'p95(latency) <= 300ms',
    'rate(5xx) <= 1%',
    { expression: 'rate(429) <= 1%', level: 'warn' },
  ],
});
`;
}

/** The same as YAML. */
export function planInYaml(findings: Findings): string {
  const { name, path, extension } = findings;
  return `# What a run would do, with nothing sent:   canary-gate plan
# The run itself, with a verdict:           canary-gate run
# Completion in editors: canary-gate schema plan > canary.plan.schema.json, and this first line:
# yaml-language-server: $schema=./canary.plan.schema.json
name: '${name}'

targets:
  canary:
    # CANARY_URL wins over the address written here.
    url: '${urlOf(findings)}'
    # How an answer says which version gave it; without it nobody knows whether the canary was judged.
    # identify: { header: x-service-version, equals: 2.0.0 }
    # Off this machine, checks that send what an attacker would need somebody's word:
    # authorisation: { by: platform team, scope: 'CORS, JWT and limit probes', until: '2030-01-31' }

endpoints:
  home: { path: '${path}', expect: { status: 200 } }

# What the service promises. A check whose promise is not declared is not applicable, and says what to declare.
policy:
  headers: { endpoints: [home] }

scenarios:
  # Open loop: 20 requests a second, whatever the service makes of them.
  steady:
    executor: constant-arrival-rate
    rate: 20
    duration: 20s
    preAllocatedVUs: 20
    requests: [home]
  # Closed loop: two users, scripted in TypeScript.
  browse: ./scenarios/browse.${extension}

# 20/s for 20 s are 400 requests. "rate(5xx) <= 1%" needs 299 of them, none bad, to be proven at 95 %.
gates:
  - p95(latency) <= 300ms
  - rate(5xx) <= 1%
  - { expression: rate(429) <= 1%, level: warn }
`;
}

/** A first scenario. */
export function scenarioText(): string {
  return `import { scenario } from 'canary-gate';

export default scenario({
  executor: 'constant-vus',
  vus: 2,
  duration: '20s',
  pause: '200ms',

  // One virtual user does this again and again.
  async iteration(ctx) {
    const answer = await ctx.http.call('home');
    ctx.expect(answer, { status: 200 });
    await ctx.sleep(50 + ctx.random() * 100);
  },
});
`;
}

function urlOf({ url = DEMO_URL }: Findings): string {
  return `\${CANARY_URL:-${url}}`;
}
