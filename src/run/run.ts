import type { Report } from '../model/report.ts';
import { ARMS } from '../model/sample.ts';
import { checkStage } from './check-stage.ts';
import { refuseWhatTheEngineCannotDo } from './engine-fit.ts';
import type { RunOutcome } from './facts.ts';
import { finish } from './finish.ts';
import { gapsOf, loadStage, outcomesOf } from './load-stage.ts';
import type { RunOptions } from './options.ts';
import { note, openRun, type RunSession } from './session.ts';
import { pollSignals } from './signals.ts';

/**
 * Runs a plan: checks, load, the checks that use up limits, floods; then judges. Whatever the target does is in the
 * report. Rejects with `PlanError` (nothing was sent), `StartError` or `IdentityError` (nothing was measured).
 */
export async function runPlan(options: RunOptions): Promise<{ report: Report; folder: string }> {
  refuseWhatTheEngineCannotDo(options);
  if (options.mode === 'run') await prepareEngine(options);
  options.progress({ kind: 'stage', name: 'start', text: options.loaded.plan.name });
  const session = await openRun(options);
  try {
    note(session, 'start', { facts: session.facts });
    const outcome = await measure(session);
    options.progress({ kind: 'stage', name: 'judge', text: 'judging' });
    return await finish(session, outcome);
  } finally {
    await session.identities.close();
  }
}

function prepareEngine({ engine, loaded, instances }: RunOptions): Promise<void> | undefined {
  const targets = ARMS.flatMap((arm) => loaded.plan.targets[arm] ?? []);
  return engine.prepare?.(loaded.scenarios, instances, targets);
}

async function measure(session: RunSession): Promise<RunOutcome> {
  const { options } = session;
  await checkStage(session, 'before-load');
  const loaded = options.mode === 'run' ? await loadWithSignals(session) : undefined;
  await checkStage(session, 'after-load');
  const flooded = options.mode === 'run' ? await loadStage(session, 'flood') : undefined;
  session.measurement.flush();
  const generator = loaded?.outcomes[0]?.generator;
  return {
    endedAt: new Date(options.wallClock()).toISOString(),
    interrupted: interruptedBy(options.abort),
    ...(generator ? { generator } : {}),
    scenarios: [...outcomesOf(loaded), ...outcomesOf(flooded)],
    findings: session.findings,
    gaps: [loaded, flooded].flatMap((stage) => gapsOf(stage)),
    loadMs: loaded?.ms ?? 0,
    notes: [...session.notes, ...session.measurement.notes],
  };
}

/** Whoever aborts says by which signal; SIGINT unless told otherwise. */
function interruptedBy({ aborted, reason }: AbortSignal): RunOutcome['interrupted'] {
  if (!aborted) return false;
  return reason === 'SIGTERM' ? reason : 'SIGINT';
}

/** Signals are read while the load runs, and once more when it has ended. */
async function loadWithSignals(session: RunSession) {
  const { options, now, measurement } = session;
  const { plan } = options.loaded;
  if (Object.keys(plan.signals).length === 0) return loadStage(session, 'load');
  const { readSignal } = await import('../http/signals.ts');
  const poll = pollSignals({
    signals: plan.signals,
    read: readSignal({
      plan,
      proxy: options.loaded.proxies.canary,
      wallClock: options.wallClock,
      mark: session.mark,
      identities: session.identities,
    }),
    now,
    record: (window) => measurement.recordSignal(window),
  });
  try {
    return await loadStage(session, 'load');
  } finally {
    await poll.stop();
  }
}
