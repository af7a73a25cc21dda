import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { CACHE_USERS, partOf, type Resource, resourcesOf, unstored } from '../../src/probe/caching/users.ts';
import { combine, type Part } from '../../src/probe/combine.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';

export const crossUser: Check = {
  ...CACHE_USERS,
  id: 'caching/cross-user',
  cases: ['CACHE-02'],
  title: 'No cache gives the answer of one user to another',
  severity: 'critical',
  kind: 'exploit',
  why: 'A cache that goes by the URL alone gives the next one who asks what belongs to the one before.',
  remedy:
    'Send no-store or private with what belongs to somebody, and keep such routes out of every shared cache.',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9111#section-7.1',
    'https://owasp.org/www-project-web-security-testing-guide/',
  ],
  needs: (context) =>
    resourcesOf(context).length + unstored(context).length === 0
      ? 'declare policy.tenancy.resources, or endpoints that are no-store in policy.cache'
      : undefined,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return combine([
    ...resourcesOf(context).map((resource) => ofResource(resource, exchanges)),
    ...unstored(context).map((name) => ofEndpoint(name, exchanges)),
  ]);
}

/** The other tenant is refused at first, and is given what belongs to the owner once the owner has asked. */
function ofResource(resource: Resource, exchanges: readonly Exchange[]): Part {
  const { name, marker, intruder, owner } = resource;
  const [before, owned, after] = ['before', 'owner', 'after'].map((part) => partOf(exchanges, part, name));
  const seen = [before, owned, after].filter((exchange) => exchange !== undefined);
  const told = (judgement: Judgement): Part => ({ name, judgement });
  if (!shows(owned, marker))
    return told(inconclusive(`the owner's request ${outcomeOf(owned)}, without the marker`, seen));
  const stored = [before, after].find((exchange) => shows(exchange, marker) && isStored(exchange!));
  if (stored !== undefined)
    return told(
      fail(`${intruder} was given what belongs to ${owner}, from a cache`, [owned!, stored], 'critical'),
    );
  if (shows(after, marker) && answered(before) && !shows(before, marker))
    return told(
      fail(`${intruder} was given what belongs to ${owner}, after ${owner} had asked`, seen, 'critical'),
    );
  if (shows(after, marker))
    return told(inconclusive(`${intruder} may read it in any case, cache or not`, seen));
  const silent = [before, after].find((exchange) => !answered(exchange));
  if (silent !== undefined || after === undefined)
    return told(inconclusive(`the request of ${intruder} ${outcomeOf(silent)}`, seen));
  return told(pass(`${intruder} is refused before and after ${owner} asks`, seen));
}

/** An age is what caches add to an answer that they had kept (RFC 9111 section 5.1). */
function ofEndpoint(name: string, exchanges: readonly Exchange[]): Part {
  const [first, second] = ['first', 'second'].map((part) => partOf(exchanges, part, name));
  const seen = [first, second].filter((exchange) => exchange !== undefined);
  const silent = [first, second].find((exchange) => !answered(exchange));
  const old = seen.find(isStored);
  if (old !== undefined)
    return {
      name,
      judgement: fail(
        `it is declared no-store, and was answered from a cache (${ageOf(old)})`,
        [old],
        'high',
      ),
    };
  if (silent !== undefined || second === undefined)
    return { name, judgement: inconclusive(outcomeOf(silent), seen) };
  return { name, judgement: pass('no answer comes from a cache', seen) };
}

function isStored(exchange: Exchange): boolean {
  return ageOf(exchange) !== undefined;
}

/** Caches that keep nothing send `Age: 0` as well, and services say HIT of caches of their own. */
function ageOf(exchange: Exchange): string | undefined {
  const headers = answerHeaders(exchange);
  const age = headerValue(headers, 'age');
  if (age !== undefined && Number(age) > 0) return `Age: ${Number(age)}`;
  return /;\s*hit\b/i.test(headerValue(headers, 'cache-status') ?? '') ? 'Cache-Status: hit' : undefined;
}

function shows(exchange: Exchange | undefined, marker: string): boolean {
  const status = exchange?.response?.status ?? 0;
  return status >= 200 && status < 300 && exchange!.response!.body.includes(marker);
}
