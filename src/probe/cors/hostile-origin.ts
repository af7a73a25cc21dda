import type { Check, CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import { Caller } from '../caller.ts';
import { errorOf } from '../errors.ts';
import { requestsFor } from '../patience.ts';
import { randomLabel } from '../random.ts';
import { needsCors, ownOrigin } from './endpoint.ts';
import { isReadable } from './grant.ts';
import { judgeHostile } from './hostile-judge.ts';
import { type AllowedOrigin, allowedOrigins, type Candidate, neighbourOf, undeclared } from './origins.ts';
import { preflightHeaders } from './protocol.ts';

/** What distinguishes one check of this kind from the others. */
export interface HostileOrigin
  extends Pick<Check, 'title' | 'why'>,
    Partial<Pick<Check, 'kind' | 'profile'>> {
  readonly id: `cors/${string}`;
  readonly cases: readonly string[];
  /** The most that it can be; `high` when left out. */
  readonly severity?: Check['severity'];
  /** Origins that must not be granted, the likeliest first; `label` is random. */
  readonly candidates: (
    allowed: readonly AllowedOrigin[],
    label: string,
    profile: CheckContext['profile'],
  ) => readonly Candidate[];
}

const SAMPLE_LABEL = 'cg000000';

/**
 * A check that certain origins are granted nothing. Judged by what a browser would do, never by the mere presence of a
 * header: on a GET with credentials; on its preflight, for one origin of each kind; in the deep profile everywhere, and
 * on an error.
 */
export function hostileOriginCheck({ candidates, ...check }: HostileOrigin): Check {
  const severity = check.severity ?? 'high';
  const trialsIn = (context: CheckContext, label: string) => trialsOf(candidates, context, label);
  return {
    kind: 'exploit',
    ...check,
    severity,
    active: true,
    exhausting: false,
    remedy:
      'Compare the whole Origin with a list of exact strings; answer anything else without Access-Control-Allow-Origin.',
    references: [
      'https://fetch.spec.whatwg.org/#http-cors-protocol',
      'https://portswigger.net/web-security/cors',
    ],
    budget: (context) => {
      const costs = trialsIn(context, SAMPLE_LABEL).map(
        ({ ways, neighbour }) => ways.length + (neighbour ? 1 : 0),
      );
      return requestsFor(costs.reduce((sum, cost) => sum + cost, 2));
    },
    needs: (context) => {
      const none = trialsIn(context, SAMPLE_LABEL).length === 0;
      const missing = 'policy.cors.origins has no origin that this could be tried on';
      return needsCors(context) ?? (none ? missing : undefined);
    },
    observe: async (probe, context) => {
      const caller = new Caller(probe, context);
      const exchanges = [await control(caller, context)];
      for (const trial of trialsIn(context, randomLabel(probe.random)))
        exchanges.push(...(await attempt(caller, context, trial)));
      return [...exchanges, await control(caller, context)];
    },
    judge: (exchanges, context) => judgeHostile(exchanges, context, severity),
  };
}

type Way = 'simple' | 'preflight' | 'error';

interface Trial extends Candidate {
  readonly ways: readonly Way[];
  readonly neighbour: string | undefined;
}

function trialsOf(candidates: HostileOrigin['candidates'], context: CheckContext, label: string): Trial[] {
  const { policy, profile } = context;
  const allowed = allowedOrigins(policy);
  const all = undeclared(candidates(allowed, label, profile), policy);
  const firsts = new Set(
    Map.groupBy(all, ({ row }) => row)
      .values()
      .map(([first]) => first),
  );
  return all
    .filter((candidate) => profile !== 'quick' || firsts.has(candidate))
    .map((candidate) => ({
      ...candidate,
      ways:
        profile === 'deep'
          ? ['simple', 'preflight', 'error']
          : firsts.has(candidate)
            ? ['simple', 'preflight']
            : ['simple'],
      neighbour: candidate.excusable ? neighbourOf(candidate.origin, allowed, label) : undefined,
    }));
}

function control(caller: Caller, context: CheckContext): Promise<Exchange> {
  const own = ownOrigin(context.policy);
  return caller.call(context.policy.cors!.endpoint, {
    role: 'control',
    headers: own === undefined ? [] : [['origin', own]],
  });
}

/** Tries one origin in its ways; where it is granted, and that may have another reason, its neighbour as well. */
async function attempt(caller: Caller, context: CheckContext, trial: Trial): Promise<Exchange[]> {
  const { origin, row, severity, neighbour, ways } = trial;
  const cors = context.policy.cors!;
  const endpoint = context.endpoints[cors.endpoint];
  const secret = endpoint?.identity !== undefined;
  const facts = {
    secret,
    cookies: cors.credentials,
    ...(row && { row }),
    ...(severity && { most: severity }),
    ...(neighbour && { neighbour }),
  };
  const headers = [['origin', origin]] as const;
  const asked = preflightHeaders({ origin, method: 'GET', headers: secret ? ['authorization'] : [] });
  const calls = {
    simple: { headers },
    preflight: { headers: asked, method: 'OPTIONS', anonymous: true },
    error: { headers, ...errorOf(endpoint, cors.endpoint) },
  };
  const exchanges: Exchange[] = [];
  for (const way of ways)
    exchanges.push(await caller.call(cors.endpoint, { role: `probe ${way}`, facts, ...calls[way] }));
  if (neighbour !== undefined && exchanges.some((each) => isReadable(each, cors.public)))
    exchanges.push(await caller.call(cors.endpoint, { role: 'neighbour', headers: [['origin', neighbour]] }));
  return exchanges;
}
