import type { Report } from '../src/model/report.ts';
import type { RenderOptions, Reporter } from '../src/model/reporter.ts';
import { invocation } from './sarif/notifications.ts';
import { result } from './sarif/results.ts';
import { rule } from './sarif/rules.ts';
import { artifactUri } from './sarif/text.ts';
import { sortFindings } from './text/findings.ts';
import { harmlessJson } from './text/json.ts';
import { tame } from './text/tame.ts';

/** SARIF 2.1.0 as GitHub code scanning takes it: a rule per check, a result per check that failed. */
export const sarif: Reporter = {
  id: 'sarif',
  title: 'SARIF 2.1.0 for GitHub code scanning and other viewers of security findings',
  file: 'report.sarif',
  showsExchanges: true,
  *render(report, options) {
    const log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [run(report, options)],
    };
    yield `${harmlessJson(JSON.stringify(log, null, 2))}\n`;
  },
};

function run(report: Report, { exchanges = new Map() }: RenderOptions): object {
  const { tool, plan, checks } = report;
  const indexes = new Map(checks.map(({ id }, index) => [id, index]));
  const { failed, accepted } = sortFindings(checks);
  return {
    tool: {
      driver: {
        name: tool.name,
        version: tame(tool.version),
        semanticVersion: tame(tool.version),
        rules: checks.map(rule),
      },
    },
    // GitHub takes what stands before the last slash for the kind of analysis.
    automationDetails: { id: `canary-gate/${tame(plan.name).replaceAll('/', '-')}/${tame(report.run.id)}` },
    columnKind: 'utf16CodeUnits',
    artifacts: [
      {
        location: { uri: artifactUri(plan.file) },
        roles: ['analysisTarget'],
        hashes: { 'sha-256': tame(plan.sha256) },
      },
    ],
    invocations: [invocation(report, indexes)],
    // GitHub keeps the first 5,000: the worst come first.
    results: [...failed, ...accepted].map((check) => result(check, { report, indexes, exchanges })),
    properties: targetsOf(report),
  };
}

function targetsOf({ targets, verdict, decision }: Report): object {
  const urls = Object.entries(targets).map(([arm, { url }]) => [tame(arm), tame(url)]);
  return { verdict, decision, targets: Object.fromEntries(urls) };
}
