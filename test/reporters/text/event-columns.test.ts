import { expect, test } from 'vitest';
import { markdown } from '../../../reporters/markdown.ts';
import { terminal } from '../../../reporters/terminal.ts';
import { makeReport, makeScenario } from '../fixture.ts';
import { rendered } from '../golden.ts';

const load = { seconds: 20, scenarios: [makeScenario()] };
const { latency } = load.scenarios[0]!;
const withEvents = { ...load, scenarios: [makeScenario({ firstEvent: latency })] };

test.each([terminal, markdown])(
  'times of first events that are upper bounds are shown as such in $id',
  (reporter) => {
    const engine = { id: 'k6', title: 'k6', atMost: ['first_event' as const] };
    expect(rendered(reporter, makeReport({ load: withEvents, engine }))).toContain('first ev. p95 ≤');
    const exact = rendered(reporter, makeReport({ load: withEvents }));
    expect(exact).toContain('first ev. p95');
    expect(exact).not.toContain('first ev. p95 ≤');
    expect(rendered(reporter, makeReport({ load, engine }))).not.toContain('first ev.');
  },
);
