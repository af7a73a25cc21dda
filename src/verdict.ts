import type { GeneratorHealth } from './model/engine.ts';
import { atLeast, type Severity } from './model/finding.ts';
import type { GateResult } from './model/gate.ts';
import type { DECISIONS, FindingReport, Reason, Report, VERDICTS } from './model/report.ts';

export type Verdict = (typeof VERDICTS)[number];
export type Decision = (typeof DECISIONS)[number];

/** Every exit code and what it means; `--help` and the documentation are made from this table. */
export const EXIT_CODES = [
  { code: 0, verdict: 'PASS', meaning: 'PASS: every gate is proven and no check blocks: promote' },
  {
    code: 1,
    verdict: 'FAIL',
    meaning: 'FAIL: a gate is proven violated, a trigger fired or a check failed: roll back or hold',
  },
  { code: 2, meaning: 'the plan or the command line is wrong; nothing was sent' },
  { code: 3, verdict: 'INCONCLUSIVE', meaning: 'INCONCLUSIVE: neither is proven: hold' },
  { code: 4, meaning: 'the target could not be reached, or the run could not start' },
  { code: 5, meaning: 'canary-gate itself failed' },
  { code: 130, meaning: 'interrupted (SIGINT); what was measured is kept and marked' },
  { code: 143, meaning: 'ended (SIGTERM); what was measured is kept and marked' },
] as const satisfies readonly { code: number; verdict?: Verdict; meaning: string }[];

export interface VerdictInput {
  readonly gates: readonly GateResult[];
  readonly findings: readonly FindingReport[];
  /** Least severity of a failed check that blocks. */
  readonly blocking: Severity;
  /** Undefined where no load ran. */
  readonly generator?: Pick<GeneratorJudgement, 'voids' | 'notes'> | undefined;
  readonly versions: Report['versions'];
  /** The plan says how the canary identifies itself. */
  readonly versionDeclared: boolean;
  /** True for SIGINT; or the name of the signal. */
  readonly interrupted: boolean | 'SIGINT' | 'SIGTERM';
  /** Iterations whose script threw. */
  readonly scenarioExceptions: number;
  /** What is missing of a load that ran elsewhere. */
  readonly gaps?: readonly Reason[] | undefined;
  /** Nothing but checks ran: they may pass, but that alone promotes nothing. */
  readonly checksOnly?: boolean;
  /** The plan has gates, checks or scenarios at all. */
  readonly planHasWork: boolean;
  /** ISO date; accepted risks end after their day. They hold where it is left out. */
  readonly today?: string;
}

export interface VerdictResult {
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly exitCode: number;
  readonly reasons: readonly Reason[];
}

/** Folds everything that was found into one verdict; total over every outcome. */
export function decide(input: VerdictInput): VerdictResult {
  const against = [...violatedGates(input), ...failedChecks(input)];
  const open = [...openGates(input), ...openChecks(input), ...openRun(input)];
  const verdict = against.length > 0 ? 'FAIL' : open.length > 0 ? 'INCONCLUSIVE' : 'PASS';
  const critical = against.some((reason) => reason.critical);
  const promotes = verdict === 'PASS' && !input.checksOnly;
  return {
    verdict,
    decision: promotes ? 'PROMOTE' : critical ? 'ROLLBACK' : 'HOLD',
    exitCode: exitCodeOf(verdict, input.interrupted),
    reasons: [...against, ...open, ...(input.checksOnly ? [CHECKS_ONLY] : [])].map(({ code, text }) => ({
      code,
      text,
    })),
  };
}

const CHECKS_ONLY: Reason = {
  code: 'checks_only',
  text: 'only checks ran: no load was sent and no gate was judged',
};

interface Against extends Reason {
  readonly critical: boolean;
}

function violatedGates({ gates }: VerdictInput): Against[] {
  return gates
    .filter(({ state, kind, level }) => state === 'fail' && (kind === 'trigger' || level !== 'warn'))
    .map(({ kind, level, expression, message }) => ({
      code: kind === 'trigger' ? 'trigger_fired' : 'gate_violated',
      text: `${expression}: ${message}`,
      critical: kind === 'trigger' || level === 'critical',
    }));
}

function failedChecks(input: VerdictInput): Against[] {
  return input.findings
    .filter((finding) => blocks(finding, input))
    .map(({ id, severity, title, message, preExisting }) => ({
      code: 'check_failed',
      text: `${id} (${severity}): not true that "${title}": ${message}`,
      critical: severity === 'critical' && preExisting !== true,
    }));
}

function blocks(finding: FindingReport, input: VerdictInput): boolean {
  return (
    finding.outcome === 'fail' && atLeast(finding.severity, input.blocking) && !isAccepted(finding, input)
  );
}

function isAccepted({ accepted }: FindingReport, { today }: VerdictInput): boolean {
  return accepted !== undefined && (today === undefined || today <= accepted.until);
}

const OPEN: Readonly<Partial<Record<GateResult['state'], Reason['code']>>> = {
  inconclusive: 'insufficient_samples',
  not_evaluable: 'insufficient_samples',
  no_data: 'no_data',
  error: 'gate_error',
};

function openGates({ gates, generator }: VerdictInput): Reason[] {
  return gates.flatMap(({ kind, level, state, expression, message, unit }) => {
    const code = OPEN[state];
    const counts = kind === 'trigger' ? isBlind(expression, state) : level !== 'warn';
    if (code === undefined || !counts) return [];
    const lagging = state === 'inconclusive' && unit === 'ms' && generator?.voids.latencyFail;
    return [{ code: lagging ? 'generator' : code, text: `${expression}: ${message}` }];
  });
}

/** A trigger on a signal that cannot be read guards nothing; one on requests that were not made is merely unused. */
function isBlind(expression: string, state: GateResult['state']): boolean {
  return (state === 'error' || state === 'no_data') && /^\s*signal\s*\(/.test(expression);
}

function openChecks(input: VerdictInput): Reason[] {
  return input.findings
    .filter((finding) => finding.required && !blocks(finding, input) && !isAccepted(finding, input))
    .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not_applicable')
    .map(({ id, outcome, message }) => ({
      code:
        outcome === 'fail'
          ? 'check_failed'
          : isUnauthorised(outcome, message)
            ? 'not_authorised'
            : 'check_unfinished',
      text: `${id} is required and ended ${outcome}: ${message}`,
    }));
}

function isUnauthorised(outcome: FindingReport['outcome'], message: string): boolean {
  return outcome === 'not_run' && /authori[sz]/i.test(message);
}

function openRun(input: VerdictInput): Reason[] {
  const reasons: Reason[] = [...(input.gaps ?? [])];
  const { generator, scenarioExceptions } = input;
  if (input.interrupted) reasons.push({ code: 'interrupted', text: 'the run was interrupted' });
  if (!wasJudged(input)) reasons.push({ code: 'no_data', text: 'no gate and no check was evaluated' });
  if (generator?.voids.pass)
    reasons.push({
      code: 'generator',
      text: `the generator did not send what was planned: ${generator.notes.join('; ')}`,
    });
  if (scenarioExceptions > 0)
    reasons.push({
      code: 'scenario_error',
      text: `${scenarioExceptions} iterations ended in an exception of their script`,
    });
  const share = expectedShare(input.versions);
  if (input.versionDeclared && share < 1)
    reasons.push({
      code: 'version_unproven',
      text: `only ${percent(share)} of the answers came from the declared version`,
    });
  return reasons;
}

function wasJudged({ gates, findings, planHasWork }: VerdictInput): boolean {
  const judged = gates.some(({ kind, level }) => kind === 'gate' && level !== 'warn');
  return planHasWork && (judged || findings.some(({ outcome }) => outcome === 'pass' || outcome === 'fail'));
}

function expectedShare(versions: Report['versions']): number {
  const all = versions.reduce((sum, { requests }) => sum + requests, 0);
  const expected = versions.reduce((sum, version) => sum + (version.expected ? version.requests : 0), 0);
  return all === 0 ? 0 : expected / all;
}

function exitCodeOf(verdict: Verdict, interrupted: VerdictInput['interrupted']): number {
  if (interrupted) return interrupted === 'SIGTERM' ? 143 : 130;
  return EXIT_CODES.find((row) => 'verdict' in row && row.verdict === verdict)?.code ?? 5;
}

function percent(share: number): string {
  // Never rounded up to "100 %", which would be no reason.
  return `${Math.floor(share * 1000) / 10} %`;
}

/** What the generator's own state takes away from what it measured. */
export interface GeneratorJudgement {
  readonly healthy: boolean;
  readonly voids: {
    /** Requests may be late because they were sent late. */
    readonly latencyFail: boolean;
    /** The largest delay of that kind, in ms. */
    readonly lagMs: number;
    /** The target was spared part of the planned load. */
    readonly pass: boolean;
  };
  readonly notes: readonly string[];
}

/** From here on the generator may have caused what it measured. */
export const GENERATOR_LIMITS = {
  sendLagP99: 10,
  eventLoopDelayP99: 50,
  cpu: 0.95,
  missedRate: 0.01,
} as const;

/** Judges the generator: lag voids a FAIL by latency, load that was not sent voids a PASS; nothing voids a 5xx. */
export function generatorHealth(health: GeneratorHealth): GeneratorJudgement {
  const { sendLagP99, eventLoopDelayP99, cpu, missedRate } = GENERATOR_LIMITS;
  const late = [
    ...(health.sendLagP99 > sendLagP99
      ? [`p99 of the send lag was ${ms(health.sendLagP99)} (limit ${sendLagP99} ms)`]
      : []),
    ...(health.eventLoopDelayP99 > eventLoopDelayP99
      ? [`p99 of the event-loop delay was ${ms(health.eventLoopDelayP99)} (limit ${eventLoopDelayP99} ms)`]
      : []),
    ...(health.cpu > cpu
      ? [`the generator's core was ${percent(health.cpu)} busy (limit ${percent(cpu)})`]
      : []),
  ];
  const missed =
    health.missedRate > missedRate
      ? [
          `${percent(health.missedRate)} of the planned requests were not sent, or not measured (limit ${percent(missedRate)})`,
        ]
      : [];
  return {
    healthy: late.length + missed.length === 0,
    voids: {
      latencyFail: late.length > 0,
      lagMs: Math.max(health.sendLagP99, health.eventLoopDelayP99),
      pass: missed.length > 0,
    },
    notes: [...late, ...missed, ...health.notes],
  };
}

function ms(value: number): string {
  return `${Number(value.toFixed(1))} ms`;
}
