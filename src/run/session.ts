import { createRun, type RunFolder } from '../evidence/folder.ts';
import { runIdOf } from '../evidence/run-id.ts';
import { markOf } from '../http/mark.ts';
import { Redactor } from '../http/redact.ts';
import { type OpenIdentities, openIdentities } from '../identities/open.ts';
import type { Exchange, HeaderLines } from '../model/exchange.ts';
import type { FindingReport } from '../model/report.ts';
import { ARMS, type Arm } from '../model/sample.ts';
import type { Window } from '../model/window.ts';
import { refuseWhatTheEngineCannotDo } from './engine-fit.ts';
import type { RunFacts } from './facts.ts';
import { GateJudge } from './gate-judge.ts';
import { Measurement } from './measurement.ts';
import type { RunOptions } from './options.ts';
import { preflight } from './preflight.ts';
import { Ticker } from './progress.ts';
import { factsOf, type Protocols } from './subject.ts';

/** Everything that the stages of one run share. */
export interface RunSession {
  readonly options: RunOptions;
  readonly facts: RunFacts;
  readonly protocols: Protocols;
  /** Milliseconds since the run's origin. */
  readonly now: () => number;
  readonly redactor: Redactor;
  /** Headers of the run's mark. */
  readonly mark: HeaderLines;
  readonly folder: RunFolder;
  readonly identities: OpenIdentities;
  readonly measurement: Measurement;
  readonly judge: GateJudge;
  readonly ticker: Ticker;
  readonly findings: FindingReport[];
  /** As they are stored. */
  readonly exchanges: Exchange[];
  readonly notes: string[];
}

/** Asks whether the target answers, gets the first tokens and makes the run's folder. Rejects with what is exit code 4. */
export async function openRun(options: RunOptions): Promise<RunSession> {
  const { loaded, wallClock, uuid, version } = options;
  const { plan } = loaded;
  const startedAt = wallClock();
  const now = clockFrom(options.monotonic);
  const runId = runIdOf(startedAt, uuid().slice(0, 6));
  const mark = markOf(runId, version);
  const protocols = await preflightAll(loaded);
  refuseWhatTheEngineCannotDo(options, protocols);
  const redactor = new Redactor();
  for (const { value, name } of loaded.secrets) redactor.add(value, name);
  const secret = (value: string, name: string) => void redactor.add(value, name);
  const identities = await openIdentities({
    pools: plan.identities,
    counts: loaded.identityCounts,
    wallClock,
    uuid,
    secret,
  });
  const facts = factsOf(options, runId, startedAt, protocols);
  const folder = await createRun(options.out, runId, { redact: (text) => redactor.text(text), startedAt });
  await folder.plan({
    plan,
    gates: loaded.gates,
    scenarios: loaded.scenarios.map(({ name, spec }) => ({ name, spec })),
  });
  const judge = new GateJudge(loaded.gates, { ...plan.run, atMost: facts.engine.atMost ?? [] });
  const ticker = new Ticker(options.progress, now);
  const session = {
    options,
    facts,
    protocols,
    now,
    redactor,
    mark,
    folder,
    identities,
    judge,
    ticker,
    findings: [],
    exchanges: [],
    notes: [...loaded.notes],
  };
  return { ...session, measurement: measurementOf(session) };
}

/** Asks every target in turn whether it can be reached, and what it speaks. */
async function preflightAll({ plan, proxies }: RunOptions['loaded']): Promise<Protocols> {
  const protocols: Partial<Record<Arm, 'h1' | 'h2'>> = {};
  for (const arm of ARMS) {
    const target = plan.targets[arm];
    if (target) protocols[arm] = await preflight(arm, target, proxies[arm]);
  }
  return protocols;
}

/** Writes a journal entry with the time of the wall clock. */
export function note(
  session: Pick<RunSession, 'folder'> & { readonly options: Pick<RunOptions, 'wallClock'> },
  event: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  session.folder.journal({ at: new Date(session.options.wallClock()).toISOString(), event, ...more });
}

type Unmeasured = Omit<RunSession, 'measurement'>;

function measurementOf({ options, judge, folder, ticker }: Unmeasured): Measurement {
  const { plan } = options.loaded;
  return new Measurement({
    endpoints: Object.keys(plan.endpoints),
    versions: [plan.targets.canary.identify?.equals ?? ''],
    onWindow: (window: Window) => {
      folder.window(window);
      judge.fold(window);
      ticker.tell(window);
    },
  });
}

function clockFrom(monotonic: () => number): () => number {
  const origin = monotonic();
  return () => monotonic() - origin;
}
