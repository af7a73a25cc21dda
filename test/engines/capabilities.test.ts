import { describe, expect, it } from 'vitest';
import { missing, needs, refusal } from '../../src/engines/capabilities.ts';
import { engines } from '../../src/engines/index.ts';
import type { Capability } from '../../src/model/engine.ts';
import { Scenario } from '../../src/model/scenario.ts';

const closed = Scenario.parse({ executor: 'constant-vus', vus: 1, duration: '1s', requests: ['home'] });
const open = Scenario.parse({
  executor: 'constant-arrival-rate',
  rate: 1,
  duration: '1s',
  preAllocatedVUs: 1,
  data: { file: 'a.csv' },
});
const script = { iteration: async () => {} } as never;

describe('capabilities', () => {
  it('follow from a scenario', () => {
    expect(needs({ name: 'a', spec: closed })).toEqual(['requests', 'closed-loop']);
    expect(needs({ name: 'b', spec: open, module: script })).toEqual([
      'iteration',
      'cookies',
      'open-loop',
      'data',
    ]);
  });

  it('that an engine lacks are named in the refusal', () => {
    const engine = { id: 'small', capabilities: new Set<Capability>(['requests', 'closed-loop']) };
    expect(missing({ name: 'a', spec: closed }, engine)).toEqual([]);
    expect(refusal({ name: 'a', spec: closed }, engine)).toBeUndefined();
    expect(refusal({ name: 'b', spec: open, module: script }, engine)).toBe(
      'the engine "small" cannot run the scenario "b": it has no iteration, no cookies, no open-loop, no data',
    );
  });

  it('of the embedded engine are enough for every executor', () => {
    const [embedded] = engines;
    for (const spec of [closed, open])
      for (const module of [undefined, script])
        expect(refusal({ name: 'x', spec, ...(module ? { module } : {}) }, embedded!)).toBeUndefined();
  });

  it('engines have ids of their own', () => {
    expect(new Set(engines.map(({ id }) => id)).size).toBe(engines.length);
  });
});
