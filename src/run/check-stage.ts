import type { Check } from '../model/check.ts';
import { checkOutlooks, requestsOf, secondsOf } from '../plan/check-outlook.ts';
import type { Plan } from '../plan/schema.ts';
import type { CheckRun } from '../probe/prober.ts';
import { selectChecks } from '../probe/select.ts';
import { note, type RunSession } from './session.ts';

/** Checks that use up a limit run after the load, all others before it. */
export type CheckStage = 'before-load' | 'after-load';

/** Runs the checks of one stage against the canary; their findings and exchanges become evidence. */
export async function checkStage(session: RunSession, stage: CheckStage): Promise<void> {
  const { options, findings, folder } = session;
  const checks = checksOf(session, stage);
  if (checks.length === 0) return;
  if (!options.abort.aborted)
    options.progress({
      kind: 'stage',
      name: stage === 'before-load' ? 'checks' : 'limits',
      text: `${TEXTS[stage](checks.length)}: ${costOf(checks, options.loaded.plan)}`,
    });
  const { runChecks } = await import('../probe/prober.ts');
  const { compareWithBaseline } = await import('./baseline-checks.ts');
  const run: CheckRun = {
    ...given(session),
    checks,
    onResult: ({ id, title, outcome, severity }, done, total) =>
      options.progress({ kind: 'check', id, title, outcome, severity, done, total }),
  };
  const startedAt = session.now();
  const results = await runChecks(run);
  const compared = await compareWithBaseline(run, results.findings, options.loaded);
  const exchanges = [...results.exchanges, ...compared.exchanges];
  findings.push(...compared.findings);
  session.exchanges.push(...exchanges);
  for (const exchange of exchanges) folder.exchange(exchange);
  const seconds = ((session.now() - startedAt) / 1000).toFixed(1);
  session.notes.push(`${NAMES[stage]} sent ${results.sent + compared.sent} requests in ${seconds} s`);
  note(session, 'checks', { findings: compared.findings });
}

const TEXTS: Readonly<Record<CheckStage, (count: number) => string>> = {
  'before-load': (count) => `${count} checks that leave no trace in the limits`,
  'after-load': (count) => `${count} checks that use up a limit, and wait until it is full again`,
};

const NAMES: Readonly<Record<CheckStage, string>> = {
  'before-load': 'the checks',
  'after-load': 'the checks that use up limits',
};

/** Printed before the first request. */
function costOf(checks: readonly Check[], plan: Plan): string {
  const outlooks = checkOutlooks(checks, plan);
  const waiting = secondsOf(outlooks);
  const requests = `profile ${plan.checks.profile}, at most ${requestsOf(outlooks)} requests`;
  return waiting > 0 ? `${requests} and ${Math.ceil(waiting)} s of waiting` : requests;
}

function checksOf({ options }: RunSession, stage: CheckStage): Check[] {
  const selected = selectChecks(options.checks, options.loaded.plan.checks);
  return selected.filter(({ exhausting }) => exhausting === (stage === 'after-load'));
}

function given({ options, facts, identities, redactor, now }: RunSession) {
  const { plan } = options.loaded;
  const { wallClock, abort, version } = options;
  return {
    target: plan.targets.canary,
    proxy: options.loaded.proxies.canary,
    arm: 'canary' as const,
    identities,
    pools: plan.identities,
    redactor,
    runId: facts.run.id,
    version,
    seed: plan.run.seed,
    now,
    wallClock,
    abort,
    policy: plan.policy,
    endpoints: plan.endpoints,
    sourceAddresses: plan.sourceAddresses,
    settings: plan.checks,
  };
}
