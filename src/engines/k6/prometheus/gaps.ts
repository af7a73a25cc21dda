import type { LoadScenario } from '../../../model/engine.ts';
import type { Reason } from '../../../model/report.ts';
import { printable } from '../../../model/text.ts';
import { missingInstances } from '../results/instances.ts';
import { plannedMs } from '../results/planned.ts';
import type { Account, Told } from './account.ts';
import { NAMES } from './names.ts';

interface Wanted {
  readonly scenarios: readonly LoadScenario[];
  readonly instances: number | undefined;
}

/** k6 pushes every five seconds unless told otherwise. */
const PUSHES = 15_000;

/** What is missing of a load, or wrong with what was pushed of it. */
export function gapsOf(account: Account, { scenarios, instances }: Wanted): Reason[] {
  const told = [...account.instances.values()];
  const planned = plannedMs(scenarios);
  const unnamed = told.length === 1 && told[0]?.id === '' && (instances ?? 1) > 1;
  return [
    ...missingInstances(
      told.map((each) => ({ id: each.id === '' ? undefined : each.id, name: nameOf(each) })),
      instances,
    ),
    ...(unnamed
      ? [reason('broken_result', 'the instances have no names: each needs a tag instance_id')]
      : []),
    ...told.flatMap((each) => gapsOfInstance(each, account.isOurs, planned)),
    ...differences(account),
  ];
}

function gapsOfInstance(told: Told, isOurs: boolean, planned: number): Reason[] {
  const name = nameOf(told);
  const isWhole = isOurs ? told.ends.size > 0 : told.last - told.first >= planned - PUSHES;
  return [
    ...(isWhole
      ? []
      : [
          reason(
            'missing_instance',
            `${name} did not tell its end: it was killed, or its last push was lost`,
          ),
        ]),
    ...(told.ends.size > 1
      ? [reason('broken_result', `${name} told its end ${told.ends.size} times: the testid was used before`)]
      : []),
    ...(told.resets > 0
      ? [
          reason(
            'broken_result',
            `${name}: ${told.resets} of its counters began anew: it was started again, or shares its tags with another`,
          ),
        ]
      : []),
  ];
}

/** k6 counts its requests twice, in a counter and in a histogram: where they differ, something was lost on the way. */
function differences({ counted, isOurs }: Account): Reason[] {
  const measured = isOurs ? NAMES.request : NAMES.plain;
  const totals = new Map<string, { sent: number; measured: number }>();
  for (const { name, labels, count } of counted) {
    if (name !== NAMES.sent && name !== measured) continue;
    // What setup and teardown send has no scenario in k6's own counters.
    if ((labels['scenario'] ?? '') === '') continue;
    const key = `${labels['instance_id'] ?? ''}, ${labels['scenario']}`;
    const total = totals.get(key) ?? { sent: 0, measured: 0 };
    totals.set(key, total);
    if (name === NAMES.sent) total.sent += count;
    else total.measured += count;
  }
  return [...totals]
    .filter(([, total]) => total.sent !== total.measured)
    .map(([key, total]) =>
      reason(
        'broken_result',
        `${printable(key)}: k6 counted ${total.sent} requests, and ${total.measured} durations of them`,
      ),
    );
}

function nameOf({ id }: Told): string {
  return id === '' ? 'the instance' : `instance ${printable(id, 40)}`;
}

const reason = (code: Reason['code'], text: string): Reason => ({ code, text });
