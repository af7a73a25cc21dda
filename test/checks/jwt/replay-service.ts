import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { expect, test, vi } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { type Against, runOne } from '../run.ts';
import { AUDIENCE, ISSUER, keysFor, TOLERANCE } from './verifier.ts';

// Most of the time is spent waiting.
vi.setConfig({ maxConcurrency: 20 });

const OTHER_ISSUER = 'https://partner.example';

/** One use of a token whose signature and claims are good. */
export interface Use {
  readonly claims: JWTPayload;
  readonly token: string;
  readonly path: string;
  readonly socket: Socket;
  /** What the service remembers: key to the time (ms) until which it does. */
  readonly seen: Map<string, number>;
}

/** What becomes of a use: accepted, or this status, with a body where it is no plain error. */
export type Verdict = true | number | { readonly status: number; readonly body: object };

export interface Behaviour {
  readonly algorithm?: 'HS256' | 'RS256' | 'ES256';
  readonly use?: (use: Use) => Verdict | Promise<Verdict>;
  /** Sees every token before it is verified; whatever it returns is the answer. */
  readonly before?: (token: string, seen: Map<string, number>) => Verdict | undefined;
  /** Verifies in place of jose. */
  readonly verify?: (token: string, jose: (token: string) => Promise<JWTPayload>) => Promise<JWTPayload>;
}

/** Keyed by issuer and jti, remembered until exp plus the tolerance: what a correct service does. */
export const keyOf = ({ claims }: Pick<Use, 'claims'>): string => `${claims.iss}\n${claims.jti}`;

/** Accepts the first use of each key alone. */
export function once(key: (use: Use) => string = keyOf, tolerance = TOLERANCE, refused: Verdict = 401) {
  return (use: Use): Verdict => {
    const id = key(use);
    if ((use.seen.get(id) ?? 0) > Date.now()) return refused;
    use.seen.set(id, (Number(use.claims.exp) + tolerance) * 1000);
    return true;
  };
}

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A service with two routes for one-time tokens and one for reusable ones. */
export async function startReplay(behaviour: Behaviour): Promise<Against & { close(): Promise<void> }> {
  const { algorithm = 'HS256' } = behaviour;
  const keys = keysFor(algorithm);
  const seen = new Map<string, number>();
  const jose = async (token: string) =>
    (
      await jwtVerify(token, keys.verify, {
        algorithms: [algorithm],
        issuer: [ISSUER, OTHER_ISSUER],
        audience: AUDIENCE,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: TOLERANCE,
      })
    ).payload;
  const answer = async (request: IncomingMessage): Promise<Verdict> => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const early = behaviour.before?.(token, seen);
    if (early !== undefined) return early;
    const claims = await (behaviour.verify ?? ((text, verify) => verify(text)))(token, jose).catch(
      () => undefined,
    );
    if (claims === undefined) return 401;
    const path = request.url ?? '';
    return (behaviour.use ?? once())({ claims, token, path, socket: request.socket, seen });
  };
  const server = createServer((request, response) => {
    request.resume().on('end', () => void answer(request).then((verdict) => reply(response, verdict)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { ...declared(algorithm, keys.sign), url, close };
}

function reply(response: ServerResponse, verdict: Verdict): void {
  const { status, body } =
    verdict === true
      ? { status: 200, body: { task: { status: 'done' } } }
      : typeof verdict === 'number'
        ? { status: verdict, body: { error: `status ${verdict}` } }
        : verdict;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function declared(algorithm: NonNullable<Behaviour['algorithm']>, key: string): Omit<Against, 'url'> {
  const pool = { kind: 'jwt', algorithm, key, audience: AUDIENCE, lifetime: '10m' } as const;
  const route = { method: 'POST', expect: { json: { '$.task.status': 'done' } } } as const;
  return {
    pools: { agents: { ...pool, issuer: ISSUER }, partners: { ...pool, issuer: OTHER_ISSUER } },
    endpoints: { task: { ...route, path: '/task' }, other: { ...route, path: '/other' } },
    policy: {
      replay: [{ endpoint: 'task', identity: 'agents', replay: 'one-time', tolerance: `${TOLERANCE}s` }],
    },
  };
}

type Rule = NonNullable<Against['policy']['replay']>[number];

/** Changes what is declared of the one-time tokens. */
export function declaring(change: Partial<Rule>): (against: Against) => Against {
  return (against) => ({
    ...against,
    policy: { replay: against.policy.replay!.map((rule) => ({ ...rule, ...change })) },
  });
}

export interface Case extends Behaviour {
  readonly outcome: CheckOutcome;
  readonly against?: (against: Against) => Against;
  readonly message?: RegExp;
  readonly severity?: string;
  readonly cases?: readonly string[];
}

/** Services that nobody here wrote, each right in its own way. */
const CORRECT: Readonly<Record<string, Behaviour>> = {
  'a store by issuer and jti': {},
  'a store by a hash of issuer and jti': { use: once((use) => hash(keyOf(use))) },
  'a store for each route, as for DPoP': { use: once((use) => `${use.path} ${keyOf(use)}`) },
  RS256: { algorithm: 'RS256' },
  ES256: { algorithm: 'ES256' },
  'a conflict rather than 401': { use: once(keyOf, TOLERANCE, 409) },
  'a slow store': {
    use: async (use) => {
      const verdict = once()(use);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return verdict;
    },
  },
};

interface SuiteOptions {
  /** What is declared for the correct services. */
  readonly against?: (against: Against) => Against;
  /** Services that are right for others, and not for this check's declaration. */
  readonly except?: readonly string[] | 'all';
}

/** Tests a check against correct services, and against those of its own cases. */
export function suite(check: Check, cases: Readonly<Record<string, Case>>, options: SuiteOptions = {}): void {
  const { against = (declaration: Against) => declaration, except = [] } = options;
  const correct = Object.entries(CORRECT)
    .filter(([name]) => except !== 'all' && !except.includes(name))
    .map(([name, behaviour]): [string, Case] => [`passes on ${name}`, { ...behaviour, outcome: 'pass' }]);
  const own = Object.entries({
    ...cases,
    'does not apply without a policy': {
      outcome: 'not_applicable' as const,
      against: (declaration: Against) => ({ ...declaration, policy: {} }),
      message: /declare/,
    },
  });
  test.concurrent.each<[string, Case]>([...correct, ...own])('%s', async (_, wanted) => {
    const service = await startReplay(wanted);
    try {
      const finding = await runOne(check, (wanted.against ?? against)(service));
      expect({ outcome: finding.outcome, message: finding.message }).toEqual({
        outcome: wanted.outcome,
        message: expect.stringMatching(wanted.message ?? /./),
      });
      if (wanted.severity) expect(finding.severity).toBe(wanted.severity);
      if (wanted.cases) expect(finding.cases).toEqual(wanted.cases);
      expect(JSON.stringify(finding.all)).not.toMatch(/eyJ[\w-]+\.eyJ/);
    } finally {
      await service.close();
    }
  });
}

/** A limiter that lets through so many requests, and no more. */
export function limitedAfter(count: number, status = 429): Behaviour['before'] {
  let requests = 0;
  return () => (++requests > count ? status : undefined);
}

/** The claims of a token that nobody has verified; none of what is no token. */
export function unverified(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
