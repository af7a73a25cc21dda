import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { engines } from '../engines/index.ts';
import type { Check } from '../model/check.ts';
import type { Engine } from '../model/engine.ts';
import type { Reporter } from '../model/reporter.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import type { Registered } from '../plan/registered.ts';
import { UsageError } from './command.ts';

export const registries: {
  readonly checks: readonly Check[];
  readonly reporters: readonly Reporter[];
  readonly engines: readonly Engine[];
} = { checks, reporters, engines };

/** Names of everything that a plan may refer to. */
export function registered(): Registered {
  return { checks, reporters: reporters.map(({ id }) => id) };
}

/** The entry with this id; throws a `UsageError` that says what there is. */
export function pick<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  id: string,
  kind: string,
): Entry {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry) return entry;
  const ids = entries.map((candidate) => candidate.id);
  const all =
    ids.length > 12 ? `"canary-gate list ${kind}s" shows all ${ids.length}` : `allowed: ${ids.join(', ')}`;
  throw new UsageError(`There is no ${kind} ${quote(id)}.${didYouMean(id, ids)} (${all})`);
}
