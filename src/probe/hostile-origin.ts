import type { Check, CheckContext } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import { atLeast, type Judgement, type Severity } from '../model/finding.ts';
import { quote } from '../model/text.ts';
import { Caller } from './caller.ts';
import { grantOf, grantText, preflightHeaders } from './cors.ts';
import { needsCors } from './cors-endpoint.ts';
import { folderOf } from './errors.ts';
import { acceptsStatus } from './expect.ts';
import { headerValue, sentHeader } from './headers.ts';
import { answered, failWith, inconclusive, inRole, named, outcomeOf, pass, type Wrong } from './judgement.ts';
import { type AllowedOrigin, allowedOrigins, type Candidate, undeclared } from './origins.ts';
import { requestsFor } from './patience.ts';
import { randomLabel } from './random.ts';

/** What distinguishes one check of this kind from the others. */
export interface HostileOrigin {
  readonly id: `cors/${string}`;
  readonly cases: readonly string[];
  readonly title: string;
  readonly why: string;
  /** The most that it can be; `high` when left out. */
  readonly severity?: Severity;
  /** Origins that must not be granted; `label` is random. */
  readonly candidates: (allowed: readonly AllowedOrigin[], label: string) => readonly Candidate[];
}

const SAMPLE_LABEL = 'cg000000';
/** A browser needs the grant on the answer itself, or on the preflight; errors are read by the same rule. */
const WAYS = ['simple', 'preflight', 'error'] as const;

/**
 * A check that certain origins are granted nothing, on a GET with credentials, on its preflight and on an error.
 * Judged by what a browser would do, never by the mere presence of a header.
 */
export function hostileOriginCheck(hostile: HostileOrigin): Check {
  const candidatesIn = ({ policy }: CheckContext, label: string): Candidate[] =>
    undeclared(hostile.candidates(allowedOrigins(policy), label), policy);
  return {
    id: hostile.id,
    cases: hostile.cases,
    title: hostile.title,
    severity: hostile.severity ?? 'high',
    kind: 'exploit',
    active: true,
    exhausting: false,
    why: hostile.why,
    remedy:
      'Compare the whole Origin with a list of exact strings; answer anything else without Access-Control-Allow-Origin.',
    references: [
      'https://fetch.spec.whatwg.org/#http-cors-protocol',
      'https://portswigger.net/web-security/cors',
    ],
    budget: (context) => requestsFor(2 + 4 * candidatesIn(context, SAMPLE_LABEL).length),
    needs: (context) => {
      const none = candidatesIn(context, SAMPLE_LABEL).length === 0;
      const missing = 'policy.cors.origins has no origin that this could be tried on';
      return needsCors(context) ?? (none ? missing : undefined);
    },
    observe: (probe, context) =>
      observe(new Caller(probe, context), context, candidatesIn(context, randomLabel(probe.random))),
    judge: (exchanges, context) => judge(exchanges, context, hostile.severity ?? 'high'),
  };
}

async function observe(
  caller: Caller,
  context: CheckContext,
  candidates: readonly Candidate[],
): Promise<Exchange[]> {
  const cors = context.policy.cors!;
  const endpoint = context.endpoints[cors.endpoint];
  const facts = {
    secret: endpoint?.identity !== undefined,
    cookies: cors.credentials,
  };
  const own = cors.origins.find((origin) => origin !== 'null');
  const control = () =>
    caller.call(cors.endpoint, { role: 'control', headers: own === undefined ? [] : [['origin', own]] });
  const exchanges = [await control()];
  for (const { origin, companion } of candidates) {
    const about = { ...facts, ...(companion !== undefined && { companion }) };
    const headers = [['origin', origin]] as const;
    exchanges.push(await caller.call(cors.endpoint, { role: 'probe simple', facts: about, headers }));
    const asked = preflightHeaders({ origin, method: 'GET', headers: facts.secret ? ['authorization'] : [] });
    exchanges.push(
      await caller.call(cors.endpoint, {
        role: 'probe preflight',
        facts: about,
        headers: asked,
        method: 'OPTIONS',
        anonymous: true,
      }),
      await caller.call(cors.endpoint, {
        role: 'probe error',
        facts: about,
        headers,
        ...errorOf(endpoint, cors.endpoint),
      }),
    );
    if (companion !== undefined)
      exchanges.push(
        await caller.call(cors.endpoint, { role: 'companion', headers: [['origin', companion]] }),
      );
  }
  exchanges.push(await control());
  return exchanges;
}

/** A request that a service answers with an error: without its credentials, or for a path that does not exist. */
function errorOf(
  endpoint: { path: string; identity?: string | undefined } | undefined,
  name: string,
): { anonymous: true; path?: string } {
  if (endpoint?.identity !== undefined) return { anonymous: true };
  return { anonymous: true, path: `${folderOf(endpoint?.path ?? '/')}canary-gate-${name}` };
}

function judge(exchanges: readonly Exchange[], context: CheckContext, most: Severity): Judgement {
  const open = context.policy.cors?.public === true;
  const companions = new Set(
    inRole(exchanges, 'companion')
      .filter((each) => granted(each, open))
      .map(originOf),
  );
  const probes = inRole(exchanges, 'probe');
  const wrongs = probes
    .flatMap((probe) => wrongOf(probe, open, companions))
    .map((wrong) => ({ ...wrong, severity: atLeast(wrong.severity, most) ? most : wrong.severity }));
  const failure = failWith(wrongs);
  if (failure !== undefined) return failure;
  const controls = inRole(exchanges, 'control');
  const endpoint = context.endpoints[context.policy.cors?.endpoint ?? ''];
  const refused = controls.find(
    (each) => !answered(each) || !acceptsStatus(endpoint?.expect ?? {}, each.response?.status ?? 0),
  );
  if (refused !== undefined)
    return inconclusive(`the control ${named(refused)} ${outcomeOf(refused)}`, [refused]);
  const silent = probes.find((probe) => !answered(probe));
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  const tried = new Set(probes.map(originOf));
  return pass(
    `${tried.size} ${tried.size === 1 ? 'origin was' : 'origins were'} tried on ${WAYS.join(', ')}; none was granted`,
  );
}

function wrongOf(
  probe: Exchange,
  open: boolean,
  companions: ReadonlySet<string>,
): (Wrong & { severity: Severity })[] {
  const companion = probe.facts?.['companion'];
  if (!granted(probe, open) || (typeof companion === 'string' && companions.has(companion))) return [];
  const message = `origin ${quote(originOf(probe))} is granted on ${named(probe)}: ${grantText(probe)}`;
  return [{ exchange: probe, message, severity: severityOf(probe) }];
}

function granted(exchange: Exchange, open: boolean): boolean {
  const { response } = exchange;
  if (response === undefined) return false;
  const grant = grantOf(response.headers, originOf(exchange));
  if (open) return grant.credentialed;
  if (exchange.role === 'probe preflight')
    return response.status >= 200 && response.status <= 299 && grant.anonymous;
  // Gateways put `*` on errors of their own, which tell nothing; an error that repeats the origin comes from the service.
  const wildcard = headerValue(response.headers, 'access-control-allow-origin') === '*';
  return grant.anonymous && !(exchange.role === 'probe error' && wildcard);
}

/** Worst where cookies travel by themselves; a bearer token has to be stolen first; without either it is public data. */
function severityOf(exchange: Exchange): Severity {
  const { secret = false, cookies = false } = exchange.facts ?? {};
  const grant = grantOf(exchange.response?.headers ?? [], originOf(exchange));
  if (grant.credentialed) return cookies ? 'high' : 'medium';
  return secret ? 'medium' : 'low';
}

function originOf(exchange: Exchange): string {
  return sentHeader(exchange, 'origin') ?? '';
}
