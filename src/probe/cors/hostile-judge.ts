import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import { atLeast, type Judgement, type Severity } from '../../model/finding.ts';
import { quote } from '../../model/text.ts';
import { acceptsStatus } from '../expect.ts';
import {
  answered,
  failWith,
  inconclusive,
  inRole,
  named,
  outcomeOf,
  pass,
  type Wrong,
} from '../judgement.ts';
import { isReadable, originOf, severityOf } from './grant.ts';
import { grantText } from './protocol.ts';

/** Fails where a page of an origin that was tried would be granted anything; `most` bounds the severity. */
export function judgeHostile(
  exchanges: readonly Exchange[],
  context: CheckContext,
  most: Severity,
): Judgement {
  const open = context.policy.cors?.public === true;
  const probes = inRole(exchanges, 'probe');
  const failure = failureOf(probes, inRole(exchanges, 'neighbour'), { open, most });
  if (failure !== undefined) return failure;
  const refused = refusedControl(exchanges, context);
  if (refused !== undefined)
    return inconclusive(`the control ${named(refused)} ${outcomeOf(refused)}`, [refused]);
  const silent = probes.find((probe) => !answered(probe));
  if (silent !== undefined)
    return inconclusive(`origin ${quote(originOf(silent))}: ${named(silent)} ${outcomeOf(silent)}`, [silent]);
  const tried = new Set(probes.map(originOf));
  return pass(
    `${tried.size} ${tried.size === 1 ? 'origin was' : 'origins were'} tried, and none was granted`,
  );
}

/** A control that was not answered as the plan expects of its endpoint. */
export function refusedControl(
  exchanges: readonly Exchange[],
  { policy, endpoints }: CheckContext,
): Exchange | undefined {
  const expected = endpoints[policy.cors?.endpoint ?? '']?.expect ?? {};
  return inRole(exchanges, 'control').find(
    (each) => !answered(each) || !acceptsStatus(expected, each.response?.status ?? 0),
  );
}

function failureOf(
  probes: readonly Exchange[],
  neighbours: readonly Exchange[],
  { open, most }: { open: boolean; most: Severity },
): Judgement | undefined {
  const everywhere = new Set(neighbours.filter((each) => isReadable(each, open)).map(originOf));
  const wrongs = probes
    .filter((probe) => isReadable(probe, open) && !everywhere.has(String(probe.facts?.['neighbour'])))
    .map((probe) => wrongOf(probe, most));
  const failure = failWith(wrongs);
  const rows = new Set(wrongs.flatMap(({ exchange }) => exchange.facts?.['row'] ?? []).map(String));
  return failure && { ...failure, ...(rows.size > 0 && { cases: [...rows] }) };
}

function wrongOf(probe: Exchange, most: Severity): Wrong {
  const bounds = [most, (probe.facts?.['most'] as Severity | undefined) ?? most];
  const severity = bounds.reduce(
    (least, bound) => (atLeast(least, bound) ? bound : least),
    severityOf(probe),
  );
  const message = `origin ${quote(originOf(probe))} is granted on ${named(probe)}: ${grantText(probe)}`;
  return { exchange: probe, message, severity };
}
