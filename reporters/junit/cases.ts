import type { GateResult } from '../../src/model/gate.ts';
import type { Report } from '../../src/model/report.ts';
import { blocks, type Found, provisos } from '../text/findings.ts';
import { remarks } from '../text/load.ts';
import { count, interval, measured, percent, plural } from '../text/units.ts';
import { gateTitle, headline, meaning } from '../text/words.ts';

/** What a viewer of JUnit files shows of one result. */
export type Ending = 'passed' | 'failure' | 'error' | 'skipped';

export interface Case {
  readonly name: string;
  /** Last part of the class name: the group that viewers sort by. */
  readonly group: string;
  readonly ending: Ending;
  /** Machine-readable kind of failure or error. */
  readonly type?: string;
  /** One sentence; of a target, not yet escaped. */
  readonly message: string;
  /** Lines of detail. */
  readonly detail: readonly string[];
}

/** One case for the verdict itself: the file is red whenever the verdict is not PASS, whatever the reason. */
export function verdictCase(report: Report): Case {
  const endings = { PASS: 'passed', FAIL: 'failure', INCONCLUSIVE: 'error' } as const;
  return {
    name: `verdict of ${report.plan.name}`,
    group: 'verdict',
    ending: endings[report.verdict],
    type: report.verdict.toLowerCase(),
    message: `${headline(report)}: ${meaning(report)}`,
    detail: report.reasons.map((reason) => `${reason.code}: ${reason.text}`),
  };
}

/**
 * A gate or trigger. A required gate without a proof is an error, not a skipped test: viewers show skipped tests as
 * green. Gates of level `warn` never turn the file red.
 */
export function gateCase(result: GateResult): Case {
  const ending = result.level === 'warn' && result.state !== 'pass' ? 'skipped' : GATE_ENDINGS[result.state];
  return {
    name: gateTitle(result),
    group: result.kind === 'gate' ? 'gates' : 'triggers',
    ending,
    type: result.state,
    message: ending === 'skipped' ? `${result.state}: ${result.message}` : result.message,
    detail: [figures(result), ...result.notes],
  };
}

const GATE_ENDINGS: Readonly<Record<GateResult['state'], Ending>> = {
  pass: 'passed',
  fail: 'failure',
  inconclusive: 'error',
  no_data: 'error',
  error: 'error',
  not_evaluable: 'skipped',
};

function figures(result: GateResult): string {
  const ends = interval(result.interval, result.unit);
  const parts = [
    `observed ${measured(result.observed, result.unit)}`,
    result.interval && `${percent(result.confidence)} interval ${ends}`,
    `n ${count(result.n)}`,
    `bad ${count(result.bad)}`,
    result.needed !== null && `needed ${count(result.needed)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** A check; failures that do not block, as they are accepted or too slight, are skipped with the reason. */
export function checkCase(check: Found, report: Report): Case {
  const [ending, prefix] = checkEnding(check, report);
  const why = [`remedy: ${check.remedy}`, ...check.references.map((reference) => `see ${reference}`)];
  return {
    name: `${check.id}: ${check.title}`,
    group: `checks.${check.id.split('/')[0]}`,
    ending,
    type: ending === 'failure' ? check.severity : check.outcome,
    message: prefix + check.message,
    detail: [
      `${check.cases.join(' ')}, ${check.severity}, ${check.kind}`,
      ...provisos(check, report),
      ...(check.outcome === 'fail' ? why : []),
      ...(check.exchanges.length > 0 ? [`exchanges: ${check.exchanges.join(', ')}`] : []),
    ],
  };
}

function checkEnding(check: Found, report: Report): readonly [Ending, string] {
  const { outcome, required } = check;
  if (outcome === 'pass') return ['passed', ''];
  if (outcome === 'error') return ['error', ''];
  if (outcome !== 'fail') {
    const wanted = required && outcome !== 'not_applicable';
    return wanted ? ['error', `${outcome}: `] : ['skipped', `${outcome}: `];
  }
  if (blocks(check, report)) return ['failure', ''];
  // Viewers show no more of a skipped case than its message.
  const why = [...provisos(check, report), ...(check.accepted ? [] : [`${check.severity} does not block`])];
  return ['skipped', `failed, ${why.join('; ')}: `];
}

/** A scenario; it is an error that its script threw or that it sent nothing. */
export function scenarioCase(scenario: Report['load']['scenarios'][number]): Case {
  const { exceptions, requests, outcomes } = scenario;
  const threw = exceptions.count > 0;
  const ended = Object.entries(outcomes).map(([outcome, amount]) => `${outcome} ${count(amount)}`);
  return {
    name: scenario.arm === 'canary' ? scenario.name : `${scenario.name} (${scenario.arm})`,
    group: 'scenarios',
    ending: threw || requests === 0 ? 'error' : 'passed',
    type: threw ? 'exception' : 'no_data',
    message: threw
      ? `${plural(exceptions.count, 'iteration')} threw: ${exceptions.messages[0] ?? ''}`
      : 'No request was sent.',
    detail: [
      `${scenario.kind}, ${scenario.executor}, requests ${count(requests)}: ${ended.join(', ')}`,
      ...remarks(scenario),
    ],
  };
}
