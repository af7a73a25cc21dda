import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { autocannon } from '../../../src/engines/autocannon/engine.ts';
import { embedded } from '../../../src/engines/embedded/engine.ts';
import { k6 } from '../../../src/engines/k6/engine.ts';
import type { Engine } from '../../../src/model/engine.ts';
import { runLoaded } from '../../run/harness.ts';
import { describeWith } from '../../tools.ts';
import { K6 } from '../k6/harness.ts';
import type { TruthServer } from '../truth-server.ts';
import { expectQuantiles, judgementOf, type Lag, type Measured, measure } from './measured.ts';
import {
  LOAD,
  MISSIONS,
  type Mission,
  missionPlan,
  namesOf,
  type Part,
  PLAIN,
  serverOf,
} from './missions.ts';

const servers = new Map<Mission, TruthServer>();
/** What the embedded engine came to. */
const ours = new Map<Mission, Measured>();

beforeAll(async () => {
  for (const mission of MISSIONS) servers.set(mission, await serverOf(mission));
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));

// The machine may be busy with something else just then: what is off five times in a row is wrong.
const patience = { retry: 4, timeout: 60_000 };

describe.each(MISSIONS)('the load of the plan %s by the embedded engine', (mission) => {
  it('is what the server saw', patience, async () => {
    const run = await runOf(mission, LOAD, embedded);
    expectQuantiles(run);
    ours.set(mission, run);
  });
});

describeWith(K6, import.meta.filename, 'the load of the mission plans by k6', () => {
  const rows = MISSIONS.flatMap((mission) => [1, 3].map((instances) => ({ mission, instances })));

  it.for(rows)(
    '$mission in $instances is what the server saw, judged alike',
    patience,
    async (row, { task }) => {
      const { mission, instances } = row;
      const run = await runOf(mission, LOAD, k6, instances);
      expectQuantiles(run, lagOf(run, task.result?.retryCount === patience.retry));
      if (!ours.has(mission)) ours.set(mission, await runOf(mission, LOAD, embedded));
      expect(judgementOf(run)).toEqual(judgementOf(ours.get(mission) as Measured));
    },
  );
});

describe('as much of the mission plans as autocannon can express', () => {
  it.each(PLAIN)(
    '$mission, $name: is what the server saw, judged alike',
    patience,
    async ({ mission, name, part }) => {
      const run = await runOf(mission, part, autocannon);
      // Most of a short flood are first requests, with the time to connect in them, which autocannon does not tell apart.
      if (name === 'load') expectQuantiles(run);
      expect(judgementOf(run)).toEqual(judgementOf(await runOf(mission, part, embedded)));
    },
  );

  it('of the relay it can do nothing, and says so of each scenario', async () => {
    const loaded = await missionPlan('relay', servers.get('relay')?.url ?? '', LOAD);
    const problems = loaded.scenarios.map(({ name }) => ({ path: `scenarios.${name}` }));
    await expect(runLoaded(loaded, { engine: autocannon })).rejects.toMatchObject({ problems });
  });
});

/**
 * A generator within its limits is allowed nothing. Beyond them the latency has more: how late the generator itself was,
 * which it tells. Where something else keeps the processor busy each time, answers are read as late as requests are sent.
 */
function lagOf({ report }: Measured, isLast: boolean): Lag {
  const { healthy, sendLagP99 } = report.generator;
  const lag = healthy ? 0 : sendLagP99;
  return { latency: lag, service: isLast ? lag : 0 };
}

async function runOf(mission: Mission, part: Part, engine: Engine, instances = 1): Promise<Measured> {
  const server = servers.get(mission) as TruthServer;
  const loaded = await missionPlan(mission, server.url, part);
  return measure({ server, loaded, names: namesOf(mission), engine, instances });
}
