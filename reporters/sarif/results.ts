import { createHash } from 'node:crypto';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Report } from '../../src/model/report.ts';
import { blocks, type Found, provisos } from '../text/findings.ts';
import { tame } from '../text/tame.ts';
import { WEIGHTS } from './rules.ts';
import { artifactUri, message } from './text.ts';
import { webExchange } from './web.ts';

export interface Given {
  readonly report: Report;
  /** Place of each check among the rules. */
  readonly indexes: ReadonlyMap<string, number>;
  readonly exchanges: ReadonlyMap<string, Exchange>;
}

/** A check that failed. Its place is the first line of the plan: a running service has no line of its own. */
export function result(check: Found, given: Given): object {
  const { report, indexes, exchanges } = given;
  const { accepted } = check;
  return {
    ruleId: tame(check.id),
    ruleIndex: indexes.get(check.id) ?? -1,
    kind: 'fail',
    level: WEIGHTS[check.severity].level,
    message: message(sentences(check, report)),
    locations: [location(report)],
    partialFingerprints: {
      primaryLocationLineHash: `${fingerprint(`${report.plan.name} ${check.id}`)}:1`,
    },
    ...(accepted && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: tame(accepted.reason) || 'accepted' },
      ],
    }),
    ...webExchange(check, exchanges),
    properties: {
      cases: check.cases.map((one) => tame(one)),
      severity: check.severity,
      blocks: blocks(check, report),
      required: check.required,
      exchanges: check.exchanges.map((id) => tame(id)),
      ...(accepted && { acceptedUntil: tame(accepted.until) }),
      ...(check.preExisting && { preExisting: true }),
      ...(check.severityGiven && { ownSeverity: check.severityGiven.from }),
    },
  };
}

function sentences(check: Found, report: Report): string {
  const said = check.message.trim();
  const rows = check.cases.length > 0 ? [`Rows of the catalogue: ${check.cases.join(', ')}.`] : [];
  const more = provisos(check, report).map((text) => `${text[0]?.toUpperCase()}${text.slice(1)}.`);
  // What is said of the target may be long; what is said beside it must not be cut off with it.
  return [tame(said).replace(/[^.!?]$/, '$&.'), ...rows, ...more].join(' ');
}

/** A region of the plan's first line, in the form that GitHub demands of every place. */
export function location({ plan }: Report): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: artifactUri(plan.file), index: 0 },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    },
  };
}

/** The same in every run of a plan: GitHub tells by it that two alerts are one. */
function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
