import type { GateResult } from '../../src/model/gate.ts';
import type { Report } from '../../src/model/report.ts';

type Words = Readonly<Record<GateResult['state'], string>>;

/** The states of gates in the order in which people want to read them. */
export const GATE_WORDS: Words = {
  fail: 'failed',
  error: 'not readable',
  no_data: 'without data',
  inconclusive: 'inconclusive',
  pass: 'passed',
  not_evaluable: 'not evaluable',
};

/** The same states, of what must not happen. */
export const TRIGGER_WORDS: Words = {
  ...GATE_WORDS,
  fail: 'fired',
  pass: 'did not fire',
  not_evaluable: 'longer than this run',
};

const MEANING: Readonly<Record<Report['decision'], Readonly<Partial<Record<Report['verdict'], string>>>>> = {
  PROMOTE: { PASS: 'Every requirement is proven: it may take more traffic.' },
  HOLD: {
    PASS: 'The checks passed. That alone promotes nothing: no load was sent and no gate was judged.',
    FAIL: 'A requirement is violated: it must not take more traffic.',
    INCONCLUSIVE: 'Not proven either way: it keeps the traffic that it has.',
  },
  ROLLBACK: { FAIL: 'It must not keep the traffic that it has.' },
};

/** What the decision means for the traffic of the canary, in one sentence. */
export function meaning(report: Pick<Report, 'decision' | 'verdict'>): string {
  return MEANING[report.decision][report.verdict] ?? '';
}

/** The word that stands above everything: the decision, or that nothing but checks passed. */
export function headline({ decision, verdict }: Pick<Report, 'decision' | 'verdict'>): string {
  return verdict === 'PASS' && decision === 'HOLD' ? 'CHECKS PASSED' : decision;
}

/** What was judged: plan, version, commit, digest. */
export function subject(report: Pick<Report, 'plan' | 'run'>): string[] {
  const { version, commit, digest } = report.run.subject;
  const parts = [report.plan.name, version, commit && `commit ${commit}`, digest];
  return parts.filter((part) => part !== undefined && part !== '') as string[];
}

/** Wall time of the whole run, in seconds. */
export function runSeconds(report: Pick<Report, 'run'>): number {
  return Math.max(0, (Date.parse(report.run.endedAt) - Date.parse(report.run.startedAt)) / 1000);
}

/** `2026-11-20 19:45:00 UTC` of an ISO time. */
export function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** A gate's expression, with its level where that is not the usual one. */
export function gateTitle(result: GateResult): string {
  const unusual = result.kind === 'gate' && result.level !== 'required';
  return unusual ? `${result.expression} (${result.level})` : result.expression;
}
