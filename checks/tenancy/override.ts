import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange, ProbeRequest } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { requestOf } from '../../src/probe/caller.ts';
import { combine } from '../../src/probe/combine.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { claimsOf, type Ground, groundsOf } from '../../src/probe/tenancy/override.ts';
import { inPart, isRead, isShown, Reader } from '../../src/probe/tenancy/tenancy.ts';

/** The owner before and after, and the other tenant without a claim. */
const CONTROLS = 3;

export const override: Check = {
  id: 'tenancy/override',
  cases: ['TEN-05'],
  title: 'A request cannot claim another tenant than that of its token',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'Headers and parameters that choose the tenant are meant for gateways and administrators, and anybody can send them.',
  remedy: 'Take the tenant from the verified token alone, and refuse requests that claim another one.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    'CWE-639',
    'CWE-290',
  ],
  budget: (context) => requestsFor(groundsOf(context).length * (CONTROLS + claimsOf(context).length)),
  needs: (context) =>
    groundsOf(context).length === 0
      ? 'declare policy.tenancy: resources or collections with their owner, an intruder and a marker'
      : undefined,
  observe: async (probe, context) => {
    const exchanges: Exchange[] = [];
    const reader = new Reader(probe, context);
    for (const ground of groundsOf(context))
      exchanges.push(...(await claim(reader, ground, context, probe.random)));
    return exchanges;
  },
  judge: (exchanges, context) =>
    exchanges.length === 0
      ? {
          outcome: 'not_applicable',
          message: 'declare the tenant of the owners under identities: what would be claimed',
        }
      : combine(
          groundsOf(context).map((ground) => ({
            name: ground.name,
            judgement: judgeGround(
              exchanges.filter(({ facts }) => facts?.['ground'] === ground.name),
              ground,
            ),
          })),
        ),
};

async function claim(
  reader: Reader,
  ground: Ground,
  context: CheckContext,
  random: () => number,
): Promise<Exchange[]> {
  const { name, owner, intruder, marker, timeout, path, endpoint } = ground;
  const credential = await reader.caller.actor(owner);
  const tenant = credential?.tenant;
  if (tenant === undefined) return [];
  const request: ProbeRequest =
    endpoint === undefined
      ? { method: 'GET', path: path ?? '/' }
      : requestOf(context.endpoints[endpoint]!, { subject: credential!.subject, random });
  const read = async (role: string, pool: string, asked = request): Promise<Exchange> => {
    const reading = { role, pool, request: asked, marker, ...(timeout !== undefined && { timeout }) };
    const exchange = await reader.read(reading);
    return { ...exchange, facts: { ...exchange.facts, ground: name } };
  };
  const seen = [await read('before', owner), await read('plain', intruder)];
  for (const each of claimsOf(context))
    seen.push(await read(`claim ${each.name}`, intruder, each.apply(request, tenant)));
  return [...seen, await read('after', owner)];
}

function judgeGround(mine: readonly Exchange[], { owner, intruder }: Ground): Judgement {
  if (mine.length === 0) return pass(`the tenant of ${owner} is not declared, so nothing is claimed`);
  const unread = [inPart(mine, 'before'), inPart(mine, 'after')].filter((exchange) => !isRead(exchange));
  if (unread.length > 0)
    return inconclusive(`the owner's request ${outcomeOf(unread[0])}, without the marker`, mine);
  const plain = inPart(mine, 'plain');
  if (isShown(plain)) return inconclusive(`${intruder} is shown it without any claim`, [plain!]);
  const claims = mine.filter(({ role }) => role.startsWith('claim '));
  const shown = claims.filter(isShown);
  if (shown.length > 0) {
    const how = shown.map(({ role }) => role.replace('claim ', '')).join('; ');
    return fail(`${intruder} was shown what belongs to ${owner} by ${how}`, shown, 'critical');
  }
  const silent = [plain, ...claims].find(
    (exchange) => !answered(exchange) || exchange.response?.status === 401,
  );
  if (silent) return inconclusive(`a request of ${intruder} ${outcomeOf(silent)}`, [silent]);
  return pass(`${intruder} is shown nothing of ${owner}, whatever it claims`, mine);
}
