import type { Check, CheckContext } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import type { FindingReport } from '../model/report.ts';
import { isLoopback } from '../model/target.ts';
import { notAuthorised } from './authorisation.ts';
import { findingOf } from './finding.ts';
import { type Asked, observe } from './observe.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { type CheckSettings, MAX_WAIT } from './settings.ts';
import { type Survey, surveysOf } from './surveys.ts';

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
  /** Requests that were sent; not all of them are kept as exchanges. */
  readonly sent: number;
}

/** Runs checks against one target; whatever the target does is a finding. Throws `StartError` for unreadable TLS files. */
export async function runChecks(run: CheckRun): Promise<CheckResults> {
  const session = openSession(run);
  const findings = new Map<Check, FindingReport>();
  const surveys = surveysOf(run.checks);
  const performed = new Map<Survey, Performed>();
  const perform = async (survey: Survey): Promise<void> => {
    const done = await performSurvey(survey, run, session);
    performed.set(survey, done);
    for (const [check, judgement] of done.judgements) {
      findings.set(check, reportOf(check, judgement, done.exchanges, run));
      run.onResult?.(findings.get(check)!, findings.size, run.checks.length);
    }
  };
  try {
    for (const { surveys: staged, limit } of stagesOf(surveys)) await inParallel(staged, limit, perform);
  } finally {
    await session.client.close();
  }
  return {
    findings: run.checks.map((check) => findings.get(check)!),
    exchanges: surveys.flatMap((survey) => performed.get(survey)!.exchanges),
    sent: surveys.reduce((sum, survey) => sum + performed.get(survey)!.sent, 0),
  };
}

/** The context that a check sees, its options parsed. Throws a `ZodError` for options that the check does not take. */
export function contextOf(
  check: Check,
  run: Pick<CheckRun, 'target' | 'policy' | 'endpoints' | 'sourceAddresses' | 'settings'> &
    Partial<Pick<CheckRun, 'checks'>>,
): CheckContext {
  const url = new URL(run.target.url);
  const given = run.settings.options?.[check.id] ?? {};
  return {
    policy: run.policy,
    endpoints: run.endpoints,
    sourceAddresses: run.sourceAddresses,
    profile: run.settings.profile ?? 'standard',
    maxWait: run.settings.maxWait ?? MAX_WAIT,
    ...(run.checks && { selected: run.checks.map(({ id }) => id) }),
    target: {
      url: run.target.url,
      host: url.hostname,
      secure: url.protocol === 'https:',
      loopback: isLoopback(run.target),
    },
    options: check.options === undefined ? given : check.options.parse(given),
  };
}

interface Performed extends Pick<CheckResults, 'sent'> {
  readonly judgements: ReadonlyMap<Check, Judgement>;
  readonly exchanges: readonly Exchange[];
}

/** Sends once for all checks that apply and may run. */
async function performSurvey(survey: Survey, run: CheckRun, session: Session): Promise<Performed> {
  const judgements = new Map<Check, Judgement>();
  const asked: Asked[] = [];
  for (const check of survey.checks) {
    const context = prepared(check, run);
    if ('outcome' in context) judgements.set(check, context);
    else asked.push({ check, context });
  }
  const [first, ...others] = asked;
  if (first === undefined) return { judgements, exchanges: [], sent: 0 };
  const observation = await observe(survey.id, [first, ...others], session);
  asked.forEach(({ check }, index) => void judgements.set(check, observation.judgements[index]!));
  return { judgements, exchanges: observation.exchanges, sent: observation.sent };
}

/** The check's context; or why nothing is sent for it. */
function prepared(check: Check, run: CheckRun): CheckContext | Judgement {
  let context: CheckContext;
  try {
    context = contextOf(check, run);
    const needs = check.needs(context);
    if (needs !== undefined) return { outcome: 'not_applicable', message: needs };
  } catch (error) {
    return { outcome: 'error', message: `the check could not be set up: ${(error as Error).message}` };
  }
  if (run.abort.aborted) return { outcome: 'not_run', message: 'the run was stopped before the check began' };
  const refusal = check.active ? notAuthorised(run.target, run.wallClock()) : undefined;
  return refusal === undefined ? context : { outcome: 'not_run', message: refusal };
}

function reportOf(
  check: Check,
  judgement: Judgement,
  all: readonly Exchange[],
  run: CheckRun,
): FindingReport {
  const exchanges = judgement.exchanges ?? all.map(({ id }) => id);
  return findingOf(check, { ...judgement, exchanges }, run.settings, run.wallClock());
}

/** What can run beside one another: ordinary checks, then those that must be alone, then those that use up limits. */
function stagesOf(surveys: readonly Survey[]): { surveys: Survey[]; limit: number }[] {
  return [
    {
      surveys: surveys.filter(({ checks: [first] }) => !first.alone && !first.exhausting),
      limit: SIDE_BY_SIDE,
    },
    { surveys: surveys.filter(({ checks: [first] }) => first.alone), limit: 1 },
    {
      surveys: surveys.filter(({ checks: [first] }) => !first.alone && first.exhausting),
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
