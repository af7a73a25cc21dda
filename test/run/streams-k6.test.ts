import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { k6 } from '../../src/engines/k6/engine.ts';
import type { Report } from '../../src/model/report.ts';
import type { PlanInput } from '../../src/plan/schema.ts';
import { judgeRun } from '../../src/run/judge.ts';
import { cli } from '../cli/cli.ts';
import { K6 } from '../engines/k6/harness.ts';
import { startMachines } from '../engines/k6/machines.ts';
import { describeWith } from '../tools.ts';
import { known, load, runLoaded, serve } from './harness.ts';

type Answer = (response: ServerResponse, seen: number) => void;

/** The first event at once, the terminal one later: above the bound of the gate, or well below. */
const after =
  (milliseconds: number): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    setTimeout(() => response.end('event: done\ndata: 2\n\n'), milliseconds);
  };
const SHORT = after(20);
const LONG = after(1800);
const FAILING: Answer = (response, seen) =>
  seen % 4 === 0 ? void response.writeHead(500).end() : LONG(response, seen);
const KEPT_OPEN: Answer = (response, seen) =>
  seen % 2 === 0 ? SHORT(response, seen) : void response.write('event: done\ndata: 2\n\n');

const GATE = 'p95(first_event) < 1500ms';
/** With fewer requests than the gate that a latency gate brings along would want. */
const LIMITED = 'rate(429) <= 20%';
const TRIGGER = 'p95(first_event)[1s] > 1500ms -> rollback';

async function planFor(answer: Answer): Promise<PlanInput & { gates: string[] }> {
  let seen = 0;
  const { url } = await serve((request, response) => {
    if (request.url !== '/chat') return void response.end();
    seen += 1;
    answer(response, seen);
  });
  return {
    name: 'streams',
    targets: { canary: { url } },
    endpoints: { chat: { path: '/chat', stream: { terminal: { event: 'done' } }, timeout: '2500ms' } },
    scenarios: {
      steady: {
        executor: 'constant-arrival-rate',
        rate: 60,
        duration: '2s',
        preAllocatedVUs: 180,
        gracefulStop: '5s',
        requests: ['chat'],
      },
    },
    checks: { skip: ['*'] },
    run: { until: 'end' },
    gates: [GATE, LIMITED],
    triggers: [TRIGGER],
  };
}

const stateOf = ({ gates }: Report, expression: string) =>
  gates.find((gate) => gate.expression === expression)?.state;

describeWith(K6, import.meta.filename, 'streams judged by k6', (program) => {
  test.each([
    ['PASS where their ends prove the bound', SHORT, 'PASS', 'pass', false],
    [
      'INCONCLUSIVE where they do not, though the first events were early',
      LONG,
      'INCONCLUSIVE',
      'inconclusive',
      false,
    ],
    ['FAIL where requests failed, however long they were', FAILING, 'FAIL', 'fail', true],
    ['INCONCLUSIVE where their answers do not end', KEPT_OPEN, 'INCONCLUSIVE', 'pass', false],
  ] as const)('are %s', async (_, answer, verdict, gate, isFired) => {
    const { report, folder } = await runLoaded(await load(await planFor(answer)), { engine: k6 });
    expect(report.load.scenarios[0]?.requests).toBe(120);
    expect([report.verdict, stateOf(report, GATE), stateOf(report, TRIGGER) === 'fail']).toEqual([
      verdict,
      gate,
      isFired,
    ]);
    const again = await judgeRun(folder, { checks: known.checks, reporters: [], version: '0.0.0-test' });
    expect([again.report.verdict, again.report.gates]).toEqual([verdict, report.gates]);
    expect(report.engine.atMost).toEqual(['first_event']);
  });

  test('are judged so where they ran on several machines', async () => {
    const plan = await planFor(LONG);
    const { folder, ended } = await startMachines(plan, {
      program,
      instances: 2,
      outputs: (instance) => ['--tag=testid=it', `--out=json=part-${instance}.json.gz`],
    });
    expect(await ended).toEqual([0, 0]);
    const verdictOf = async (gates: string[]) => {
      writeFileSync(join(folder, 'canary.plan.json'), JSON.stringify({ ...plan, gates }));
      const { code, stdout } = await cli(['judge', '--k6-json', 'part-*.json.gz', '--json', '--quiet'], {
        cwd: folder,
      });
      return [code, (JSON.parse(stdout) as Report).verdict];
    };
    expect(await verdictOf([GATE, LIMITED])).toEqual([3, 'INCONCLUSIVE']);
    expect(await verdictOf(['p95(first_event) < 2400ms', LIMITED])).toEqual([0, 'PASS']);
  });
});
