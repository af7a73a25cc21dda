import type { CheckOutcome } from '../../src/model/finding.ts';
import type { GateResult } from '../../src/model/gate.ts';
import type { Report } from '../../src/model/report.ts';
import type { Tone } from './style.ts';

export interface Look {
  readonly symbol: string;
  readonly tone: Tone;
}

/** How each state of a gate or trigger looks. */
export const GATE_LOOKS: Readonly<Record<GateResult['state'], Look>> = {
  pass: { symbol: '✔', tone: 'good' },
  fail: { symbol: '✘', tone: 'bad' },
  inconclusive: { symbol: '?', tone: 'doubt' },
  no_data: { symbol: '∅', tone: 'doubt' },
  error: { symbol: '!', tone: 'doubt' },
  not_evaluable: { symbol: '–', tone: 'faint' },
};

/** How each outcome of a check looks. */
export const CHECK_LOOKS: Readonly<Record<CheckOutcome, Look>> = {
  pass: { symbol: '✔', tone: 'good' },
  fail: { symbol: '✘', tone: 'bad' },
  inconclusive: { symbol: '?', tone: 'doubt' },
  error: { symbol: '!', tone: 'doubt' },
  not_run: { symbol: '–', tone: 'doubt' },
  not_applicable: { symbol: '–', tone: 'faint' },
};

/** How a failure looks that the plan accepts. */
export const ACCEPTED_LOOK: Look = { symbol: '⚠', tone: 'doubt' };

export interface DecisionLook extends Look {
  readonly bar: Tone;
}

export const VERDICT_LOOKS: Readonly<Record<Report['verdict'], DecisionLook>> = {
  PASS: { symbol: '✔', tone: 'good', bar: 'goodBar' },
  FAIL: { symbol: '✘', tone: 'bad', bar: 'badBar' },
  INCONCLUSIVE: { symbol: '?', tone: 'doubt', bar: 'doubtBar' },
};
