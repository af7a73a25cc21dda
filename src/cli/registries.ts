import type { Check } from '../model/check.ts';
import type { Engine } from '../model/engine.ts';
import type { Reporter } from '../model/reporter.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import type { Registered } from '../plan/registered.ts';
import { UsageError } from './command.ts';

/** The three indexes. Each is loaded by the first who asks: to show a report takes no check and no engine. */
export const registries = {
  checks: async (): Promise<readonly Check[]> => (await import('../../checks/index.ts')).checks,
  reporters: async (): Promise<readonly Reporter[]> => (await import('../../reporters/index.ts')).reporters,
  engines: async (): Promise<readonly Engine[]> => (await import('../engines/index.ts')).engines,
} as const;

/** Names of everything that a plan may refer to. */
export async function registered(): Promise<Registered> {
  const reporters = await registries.reporters();
  return { checks: await registries.checks(), reporters: reporters.map(({ id }) => id) };
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
