import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import { engines } from '../../src/engines/index.ts';
import { atLeast } from '../../src/model/finding.ts';
import type { FindingReport } from '../../src/model/report.ts';
import { loadPlanData } from '../../src/plan/load.ts';
import { runPlan } from '../../src/run/run.ts';
import type { Control } from './service.ts';

/** Runs the whole catalogue as the command line does. */
export async function runCatalogue({ url, plan, ca }: Control): Promise<FindingReport[]> {
  const out = await mkdtemp(join(tmpdir(), 'canary-gate-control-'));
  const target = { url, reach: { url: true }, ...(ca && { tls: { ca } }) } as const;
  const known = { checks, reporters: [] };
  const data = { name: 'control', targets: { canary: target }, reports: [], ...plan };
  try {
    const loaded = await loadPlanData(data, join(out, 'canary.plan.json'), { env: {}, cwd: '/', known });
    const { report } = await runPlan({
      loaded,
      engine: engines[0]!,
      checks,
      reporters: [],
      out,
      mode: 'check',
      progress: () => {},
      abort: new AbortController().signal,
      wallClock: Date.now,
      monotonic: () => performance.now(),
      uuid: randomUUID,
      version: '0.0.0-test',
    });
    return report.checks;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** What the findings of a correct server come to. */
export interface Summary {
  /** Checks that fail at `low` or above. */
  readonly failed: Readonly<Record<string, string>>;
  /** Checks that came to no answer. */
  readonly open: Readonly<Record<string, string>>;
  readonly passed: number;
}

export function summaryOf(findings: readonly FindingReport[]): Summary {
  const told = (kept: readonly FindingReport[]) =>
    Object.fromEntries(
      kept.map(({ id, cases, severity, message }) => [id, `${severity} ${cases.join()}: ${message}`]),
    );
  return {
    failed: told(findings.filter(({ outcome, severity }) => outcome === 'fail' && atLeast(severity, 'low'))),
    open: told(findings.filter(({ outcome }) => ['inconclusive', 'error', 'not_run'].includes(outcome))),
    passed: findings.filter(({ outcome }) => outcome === 'pass').length,
  };
}
