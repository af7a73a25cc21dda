import type { Check, Family } from '../model/check.ts';
import { isSafe } from '../model/endpoint.ts';
import { needsData } from '../probe/caller.ts';
import { corsEndpoint } from '../probe/cors/endpoint.ts';
import { answering } from '../probe/headers/answers.ts';
import { selectChecks } from '../probe/select.ts';
import { streamsOf } from '../probe/streams/streams.ts';
import { formatPath } from './path.ts';
import { lackOf } from './pools.ts';
import type { Plan } from './schema.ts';

/**
 * Pools of endpoints that checks would call, and that have nobody for checks: those checks will say nothing, which is
 * not wrong but worth knowing before the run. Without a registry every family is taken to be selected.
 */
export function checkPoolNotes(plan: Plan, checks: readonly Check[] | undefined): string[] {
  const called = Object.entries(CALLED).flatMap(([family, names]) =>
    isSelected(family, plan, checks) ? names(plan) : [],
  );
  const pools = new Set(called.flatMap((name) => plan.endpoints[name ?? '']?.identity ?? []));
  return [...pools].flatMap((name) => {
    const lack = plan.identities[name] && lackOf(plan.identities[name], 'check');
    return lack ? [`${formatPath(['identities', name])} has no identities for checks: add ${lack.fix}`] : [];
  });
}

/** Endpoints that checks of a family call as the endpoint's own identity; the other families name their pools. */
const CALLED: Partial<Record<Family, (plan: Plan) => readonly (string | undefined)[]>> = {
  endpoints: readable,
  cors: (plan) => [corsEndpoint(plan)],
  headers: answering,
  cookies: answering,
  caching: (plan) => readable(plan).filter((name) => (plan.policy.cache[name] ?? 'public') !== 'public'),
  health: ({ policy: { health } }) => {
    const asksReadiness = health?.dependency !== undefined || (health?.serves.length ?? 0) > 0;
    return asksReadiness ? [health?.readiness, ...(health?.serves ?? [])] : [];
  },
  streams: (plan) => streamsOf(plan).map(({ name }) => name),
};

function isSelected(
  family: string,
  { checks: settings }: Plan,
  checks: readonly Check[] | undefined,
): boolean {
  return !checks || selectChecks(checks, settings).some(({ id }) => id.startsWith(`${family}/`));
}

function readable({ endpoints }: Plan): string[] {
  return Object.keys(endpoints).filter((name) => isSafe(endpoints[name]!) && !needsData(endpoints[name]!));
}
