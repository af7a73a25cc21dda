import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { combine } from '../../src/probe/combine.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { inPart, isRead, isShown, type Paired, pairedOf, Reader } from '../../src/probe/tenancy/tenancy.ts';
import { leakOf, VARIANTS, type Variant } from '../../src/probe/tenancy/variants.ts';

const OWNER = 2;
/** A leak that shows once may be chance. */
const TIMES = 2;

export const variants: Check = {
  id: 'tenancy/variants',
  cases: ['TEN-03'],
  title: 'No other way of asking tells what belongs to another tenant',
  severity: 'high',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'HEAD, ranges, conditional requests and other spellings of a path are often answered before anybody asks whose thing it is.',
  remedy: 'Check whose thing it is before methods, conditions, ranges and spellings are looked at.',
  references: [
    'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
    'https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1',
    'CWE-204',
  ],
  budget: (context) => requestsFor(pairedOf(context).length * (TIMES * 2 * VARIANTS.length + OWNER)),
  needs: (context) =>
    pairedOf(context).length === 0
      ? 'declare for a resource of policy.tenancy "absent": a path of the same form that leads to nothing'
      : undefined,
  observe: async (probe, context) => {
    const exchanges: Exchange[] = [];
    const reader = new Reader(probe, context);
    for (const resource of pairedOf(context)) exchanges.push(...(await vary(reader, resource)));
    return exchanges;
  },
  judge: (exchanges, context) =>
    combine(
      pairedOf(context).map((resource) => ({
        name: resource.name,
        judgement: judgeResource(exchanges, resource),
      })),
    ),
};

async function vary(reader: Reader, resource: Paired): Promise<Exchange[]> {
  const { name, path, marker, owner } = resource;
  const asOwner = (part: string) =>
    reader.read({ role: `${part} ${name}`, pool: owner, marker, request: { method: 'GET', path } });
  const owned = await asOwner('before');
  const seen = [owned];
  for (const variant of VARIANTS)
    for (let time = 1; time <= TIMES; time++) {
      seen.push(...(await askBoth(reader, resource, variant, owned, time)));
      if (leakIn(seen, name, variant.name, time) === undefined) break;
    }
  return [...seen, await asOwner('after')];
}

async function askBoth(
  reader: Reader,
  { name, path, absent, marker, intruder }: Paired,
  variant: Variant,
  owned: Exchange,
  time: number,
): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  for (const [part, at] of [
    ['theirs', path],
    ['absent', absent],
  ] as const) {
    const request = variant.request(at, owned);
    const role = roleOf(part, name, variant.name, time);
    if (request !== undefined) seen.push(await reader.read({ role, pool: intruder, marker, request }));
  }
  return seen;
}

function roleOf(part: 'theirs' | 'absent', resource: string, variant: string, time: number): string {
  return `${part} ${resource} ${variant} ${time}`;
}

/** What one variant told at one time; undefined for nothing, and where it was not asked. */
function leakIn(
  exchanges: readonly Exchange[],
  name: string,
  variant: string,
  time: number,
): string | undefined {
  const part = (what: 'theirs' | 'absent', by: string, at: number) =>
    inPart(exchanges, roleOf(what, name, by, at));
  const [theirs, absent] = [part('theirs', variant, time), part('absent', variant, time)];
  const plain = { theirs: part('theirs', 'GET', 1), absent: part('absent', 'GET', 1) };
  const owned = inPart(exchanges, `before ${name}`);
  if (!answered(theirs) || !answered(absent) || !plain.theirs || !plain.absent || !owned) return undefined;
  if (isShown(theirs)) return 'the marker itself';
  return leakOf({ theirs, absent, plain: { theirs: plain.theirs, absent: plain.absent }, owned });
}

function judgeResource(exchanges: readonly Exchange[], { name, intruder }: Paired): Judgement {
  const mine = exchanges.filter(({ role }) => role.split(' ')[1] === name);
  const unread = [inPart(mine, `before ${name}`), inPart(mine, `after ${name}`)].filter(
    (each) => !isRead(each),
  );
  if (unread.length > 0)
    return inconclusive(`the owner's request ${outcomeOf(unread[0])}, without the marker`, mine);
  const plain = inPart(mine, roleOf('theirs', name, 'GET', 1));
  if (isShown(plain)) return inconclusive(`${intruder} can read it: see tenancy/cross-tenant-read`, [plain!]);
  const leaks = VARIANTS.flatMap((variant) => {
    const times = Array.from({ length: TIMES }, (_, index) => leakIn(mine, name, variant.name, index + 1));
    return times.every((leak) => leak !== undefined) ? [{ variant: variant.name, leak: times[0] }] : [];
  });
  if (leaks.length > 0) return failed(mine, name, intruder, leaks);
  const silent = mine.find((exchange) => !answered(exchange));
  if (silent) return inconclusive(`a request of ${intruder} ${outcomeOf(silent)}`, [silent]);
  return pass(
    `${intruder} is told nothing of it in ${new Set(mine.map(variantOf)).size - 1} ways of asking`,
    mine,
  );
}

function failed(
  mine: readonly Exchange[],
  name: string,
  intruder: string,
  leaks: readonly { variant: string; leak: string | undefined }[],
): Judgement {
  const told = leaks.map(({ variant, leak }) => `by ${variant} (${leak})`).join(', ');
  const shown = leaks.flatMap(({ variant }) =>
    mine.filter(({ role }) => role.startsWith(`theirs ${name} ${variant} `)),
  );
  const severity = shown.some(isShown) ? 'critical' : 'high';
  return fail(`${intruder} is told of it ${told}`, shown, severity);
}

function variantOf({ role }: Exchange): string {
  return role.split(' ').slice(2, -1).join(' ');
}
