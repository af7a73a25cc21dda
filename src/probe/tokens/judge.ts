import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Judgement, SEVERITIES, type Severity } from '../../model/finding.ts';
import { judgeAccepted, judgeBaselines, judgeRejected, open, readVariants } from './jwt-judge.ts';
import { NEEDS, type Need, needOf, type Section } from './variant.ts';

/** How the tokens of a section are judged. */
export interface Verdicts {
  /** What is sent, as a noun: "token with an unknown issuer". */
  readonly sent: string;
  /** `rejected` when left out. */
  readonly want?: 'accepted';
  /** Severities of single rows of the catalogue, where they differ from the check's own. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** Another severity where only these variants failed; undefined for the check's own. */
  readonly severityOf?: (failed: readonly string[]) => Severity | undefined;
}

/** Judges the tokens of one section, each between the two controls around it. */
export function judgeSection(
  section: Section,
  verdicts: Verdicts,
  exchanges: readonly Exchange[],
  context: CheckContext,
): Judgement {
  const shown = exchangesOf(section.id, exchanges);
  if (!shown.some(isProbe)) return judgeUntried(section, exchanges, context);
  const { sent, want, severityOf } = verdicts;
  const judgement = want === 'accepted' ? judgeAccepted(shown, sent) : judgeRejected(shown, sent, severityOf);
  return judgement.outcome === 'fail' ? withRows(judgement, shown, verdicts) : judgement;
}

/** The probes of a section, with the baselines and the controls right before and after each of them. */
export function exchangesOf(section: string, exchanges: readonly Exchange[]): Exchange[] {
  const probes = exchanges.filter((each) => isProbe(each) && each.facts?.['section'] === section);
  const around = new Set(probes.flatMap((each) => [controlOf(each), controlOf(each) + 1]));
  const own = new Set(probes);
  return exchanges.filter(
    (each) =>
      own.has(each) ||
      each.role === 'none' ||
      each.role === 'garbage' ||
      (each.role === 'valid' && around.has(controlOf(each))),
  );
}

/** Why a section has no probes: the baselines, what its variants need, or a target that stopped answering. */
export function judgeUntried(
  section: Section,
  exchanges: readonly Exchange[],
  context: CheckContext,
): Judgement {
  const met = String(exchanges[0]?.facts?.['needs'] ?? '').split(', ');
  const variants = section.variants(context);
  const unmet = variants.map(needOf).filter((need) => need !== undefined && !met.includes(need));
  if (variants.length > 0 && unmet.length === variants.length)
    return { outcome: 'not_applicable', message: NEEDS[unmet[0] as Need], exchanges: [] };
  const broken = judgeBaselines(exchanges);
  return broken ?? open('nothing was sent: the target had stopped answering before', exchanges.at(-1));
}

function isProbe({ facts }: Exchange): boolean {
  return facts?.['part'] === 'probe';
}

function controlOf({ facts }: Exchange): number {
  return Number(facts?.['control']);
}

/** Names the rows that failed, and takes the severity of the worst of them. */
function withRows(
  judgement: Judgement,
  shown: readonly Exchange[],
  { severities = {} }: Verdicts,
): Judgement {
  const failed = new Set(judgement.exchanges);
  const rows = readVariants(shown)
    .filter(({ exchange }) => failed.has(exchange.id))
    .map(({ exchange }) => exchange.facts?.['row'])
    .filter((row) => row !== undefined)
    .map(String);
  if (rows.length === 0) return judgement;
  const cases = [...new Set(rows)];
  const given = cases.map((row) => severities[row]);
  const severity = given.includes(undefined)
    ? undefined
    : SEVERITIES.findLast((each) => given.includes(each));
  return { ...judgement, cases, ...(severity && { severity }) };
}
