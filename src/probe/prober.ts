import type { Check, CheckContext } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import type { FindingReport } from '../model/report.ts';
import { isLoopback } from '../model/target.ts';
import { notAuthorised } from './authorisation.ts';
import { findingOf } from './finding.ts';
import { type Observation, observe } from './observe.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import type { CheckSettings } from './settings.ts';

/** Checks that do not use anything up run side by side, a few at a time; those that do have subjects of their own. */
const SIDE_BY_SIDE = 4;
const EXHAUSTING_SIDE_BY_SIDE = 16;

export interface CheckRun extends SessionOptions {
  readonly checks: readonly Check[];
  readonly policy: CheckContext['policy'];
  readonly endpoints: CheckContext['endpoints'];
  readonly sourceAddresses: readonly string[];
  readonly settings: CheckSettings;
  readonly onResult?: (finding: FindingReport, done: number, total: number) => void;
}

export interface CheckResults {
  /** In the order of the checks. */
  readonly findings: FindingReport[];
  /** Redacted and capped: what may be stored. */
  readonly exchanges: Exchange[];
}

/** Runs checks against one target; whatever the target does is a finding. Throws `StartError` for unreadable TLS files. */
export async function runChecks(run: CheckRun): Promise<CheckResults> {
  const session = openSession(run);
  const observations = new Map<Check, Observation>();
  let done = 0;
  const perform = async (check: Check): Promise<void> => {
    const observation = await performCheck(check, run, session);
    observations.set(check, observation);
    done += 1;
    run.onResult?.(reportOf(check, observation, run), done, run.checks.length);
  };
  try {
    for (const { checks, limit } of stagesOf(run.checks)) await inParallel(checks, limit, perform);
  } finally {
    await session.client.close();
  }
  const results = run.checks.map((check) => [check, observations.get(check)!] as const);
  return {
    findings: results.map(([check, observation]) => reportOf(check, observation, run)),
    exchanges: results.flatMap(([, { exchanges }]) => exchanges),
  };
}

/** The context that a check sees, its options parsed. Throws a `ZodError` for options that the check does not take. */
export function contextOf(
  check: Check,
  run: Pick<CheckRun, 'target' | 'policy' | 'endpoints' | 'sourceAddresses' | 'settings'>,
): CheckContext {
  const url = new URL(run.target.url);
  const given = run.settings.options?.[check.id] ?? {};
  return {
    policy: run.policy,
    endpoints: run.endpoints,
    sourceAddresses: run.sourceAddresses,
    target: {
      url: run.target.url,
      host: url.hostname,
      secure: url.protocol === 'https:',
      loopback: isLoopback(run.target),
    },
    options: check.options === undefined ? given : check.options.parse(given),
  };
}

async function performCheck(check: Check, run: CheckRun, session: Session): Promise<Observation> {
  const unsent = (outcome: Judgement['outcome'], message: string): Observation => ({
    exchanges: [],
    judgement: { outcome, message },
  });
  let context: CheckContext;
  try {
    context = contextOf(check, run);
    const needs = check.needs(context);
    if (needs !== undefined) return unsent('not_applicable', needs);
  } catch (error) {
    return unsent('error', `the check could not be set up: ${(error as Error).message}`);
  }
  if (run.abort.aborted) return unsent('not_run', 'the run was stopped before the check began');
  const refusal = check.active ? notAuthorised(run.target, run.wallClock()) : undefined;
  return refusal === undefined ? observe(check, context, session) : unsent('not_run', refusal);
}

function reportOf(check: Check, { judgement, exchanges }: Observation, run: CheckRun): FindingReport {
  const ids = judgement.exchanges ?? exchanges.map(({ id }) => id);
  return findingOf(check, { ...judgement, exchanges: ids }, run.settings, run.wallClock());
}

/** What can run beside one another: ordinary checks, then those that must be alone, then those that use up limits. */
function stagesOf(checks: readonly Check[]): { checks: Check[]; limit: number }[] {
  return [
    { checks: checks.filter(({ alone, exhausting }) => !alone && !exhausting), limit: SIDE_BY_SIDE },
    { checks: checks.filter(({ alone }) => alone), limit: 1 },
    {
      checks: checks.filter(({ alone, exhausting }) => !alone && exhausting),
      limit: EXHAUSTING_SIDE_BY_SIDE,
    },
  ];
}

async function inParallel<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
