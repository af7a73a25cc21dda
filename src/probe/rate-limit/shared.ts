import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { type Admission, admissionOf } from './actor.ts';
import { burstsOf, escalates, inStage, notUsedUp } from './judge.ts';
import { PLAIN } from './proof.ts';
import { excuseOf, rejectedLater, spentBy } from './spent.ts';
import type { Neighbour } from './window.ts';

const WHO: Readonly<Record<Neighbour, { another: string; two: string }>> = {
  subject: { another: 'another subject', two: 'two subjects' },
  tenant: { another: 'a subject of another tenant', two: 'subjects of two tenants' },
  address: { another: 'a client at another address', two: 'clients at two addresses' },
};

/** Whether somebody else was served while one client's quota was used up. */
export function judgeNeighbour(
  kind: Neighbour,
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  { endpoints }: CheckContext,
): Judgement {
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!);
  const burst = burstsOf(exchanges, 'first', 'window').at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const within = inStage(exchanges, 'window').filter(({ role }) => role !== 'burst');
  const others = within.filter(({ role }) => role === `neighbour ${kind}`);
  const other = others.at(-1);
  if (!other) return notAsked(within, admission);
  const shown = [burst.last, other];
  const { another } = WHO[kind];
  if (admission(other) === 'odd')
    return open(`${another} got ${other.response ? `status ${other.response.status}` : 'no answer'}`, shown);
  if (admission(other) === 'admitted') {
    const later = rejectedLater(within, other, limit);
    const excuse = excuseOf(spentBy(burst, 'crowded'), others, limit, later);
    if (excuse) return open(`${excuse} ${another} was asked`, shown);
    return served(another, [...shown, ...(later ? [later] : [])]);
  }
  const control = within.slice(within.indexOf(other) + 1).find(({ role }) => role === PLAIN);
  if (!control || escalates([burst.last, other, control]))
    return open(`${another} was rejected too, and asked to wait longer: it was left alone`, shown);
  if (admission(control) !== 'rejected')
    return open('the window ended before both were asked', [...shown, control]);
  return judgeSplit(kind, exchanges, limit, admission, [...shown, control]);
}

function served(another: string, shown: readonly Exchange[]): Judgement {
  return {
    outcome: 'pass',
    message: `${another} was served at once after the rejection`,
    exchanges: shown.map(({ id }) => id),
  };
}

function notAsked(within: readonly Exchange[], admission: (exchange: Exchange) => Admission): Judgement {
  const before = within.find(({ role }) => role.startsWith('neighbour '));
  if (before && admission(before) === 'rejected')
    return open('not asked, since somebody else was already rejected too', [before]);
  return open('there is nobody else to ask as: declare more identities or sourceAddresses', []);
}

function judgeSplit(
  kind: Neighbour,
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  admission: (exchange: Exchange) => Admission,
  shown: readonly Exchange[],
): Judgement {
  const { another, two } = WHO[kind];
  const [first, second] = ['half first', 'half second'].map((role) =>
    exchanges.find((exchange) => exchange.role === role),
  );
  const used = Math.floor(limit.quota / 2) + Number(second?.facts?.['before']);
  const full = first && admission(first) === 'admitted';
  if (full && second && admission(second) === 'rejected' && Math.abs(used - limit.quota) <= 1)
    return {
      outcome: 'fail',
      message: `${another} was rejected too; ${two} together were served ${used} requests`,
      exchanges: [...shown, first, second].map(({ id }) => id),
    };
  return open(
    `${another} was rejected too, but not for a bucket that both share: is there a limit by address?`,
    shown,
  );
}

function open(message: string, exchanges: readonly Exchange[]): Judgement {
  return { outcome: 'inconclusive', message, exchanges: exchanges.map(({ id }) => id) };
}
