import { describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import portal from '../../scenarios/portal.plan.ts';
import relay from '../../scenarios/relay.plan.ts';
import scholarship from '../../scenarios/scholarship.plan.ts';
import { DEFECTS, type Defect, type DefectId, findDefect, rowsFor } from '../../src/demo/defects.ts';
import type { PlanInput } from '../../src/index.ts';
import { bearer, call, demo, portalToken, scholarshipToken } from './client.ts';

const PLANS: Record<string, PlanInput> = { scholarship, portal, relay };
const idsOf = (plan: PlanInput, section: 'gates' | 'triggers') =>
  (plan[section] ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.id));
const primaries = (plan: string) =>
  DEFECTS.filter((defect) => defect.plan === plan).map(({ primary }) => primary);

const casesOf = (primary: string) => checks.find(({ id }) => id === primary)?.cases ?? [];
const caseOf = ({ primary, case: row = casesOf(primary)[0] }: Defect) => row;

describe('the list of defects', () => {
  test('has each id once', () => {
    expect(new Set(DEFECTS.map(({ id }) => id)).size).toBe(DEFECTS.length);
  });

  test('every check is some defect primary', () => {
    const shown = new Set(DEFECTS.map(({ primary }) => primary));
    expect(checks.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  test('every row of the check catalogue is some defect primary', () => {
    const shown = new Set(DEFECTS.map((defect) => caseOf(defect)));
    expect(checks.flatMap(({ cases }) => cases).filter((row) => !shown.has(row))).toEqual([]);
  });

  test.each(Object.keys(PLANS))('every gate of %s is the primary of a defect of that plan', (name) => {
    const gates = idsOf(PLANS[name]!, 'gates');
    expect(gates.filter((id) => id === undefined || !primaries(name).includes(id))).toEqual([]);
  });

  test.each(DEFECTS)('$id names checks and gates that exist', ({ plan, primary, implied, case: row }) => {
    const known = new Set([
      ...checks.map(({ id }) => id as string),
      ...idsOf(PLANS[plan]!, 'gates'),
      ...idsOf(PLANS[plan]!, 'triggers'),
    ]);
    expect([primary, ...implied].filter((id) => !known.has(id))).toEqual([]);
    expect(implied).not.toContain(primary);
    expect(casesOf(primary)).toEqual(expect.arrayContaining(row === undefined ? [] : [row]));
    expect(row === undefined && casesOf(primary).length > 1).toBe(false);
  });

  test('findDefect', () => {
    expect(findDefect('leak')?.plan).toBe('scholarship');
    expect(findDefect('nothing')).toBeUndefined();
  });
});

describe('defects that data describes', () => {
  const readings = DEFECTS.flatMap(({ id }) =>
    rowsFor(new Set([id])).flatMap(({ reading }) => (reading ? [{ id, reading }] : [])),
  );
  const PAGES: Record<string, string> = { portal: '/v1/status', memory: '/memory/status' };

  test.each(readings)('$id changes one reading', async ({ id, reading: [page, key, value] }) => {
    const [sound, defective] = await Promise.all([demo(), demo(id)]);
    const path = PAGES[page] ?? `/${page}/status`;
    const read = async (url: string) => JSON.parse((await call(url + path)).body) as Record<string, unknown>;
    const [right, wrong] = [await read(sound.url), await read(defective.url)];
    expect(wrong).toEqual({ ...right, [key]: value });
    expect(right[key]).not.toBe(value);
  });

  const ROUTES: Record<string, string> = {
    eligibility: '/api/v1/eligibility_check',
    search: '/api/v1/search',
    recommendations: '/api/v1/recommendations',
    jobs: '/v1/jobs',
    'signed-url': '/v1/files/acme-0001/signed-url',
    'portal-health': '/v1/health',
  };
  const faulty: readonly DefectId[] = [
    'connections-reset',
    'server-errors',
    'search-errors',
    'recommendation-errors',
    'spurious-limit',
    'jobs-missing',
    'signed-urls-failing',
    'health-failing',
  ];

  test.each(faulty)('%s hits every nth request, and no other', async (id) => {
    const { url } = await demo(id);
    const { route, every, after = 0, status, reset } = rowsFor(new Set([id]))[0]!.fault!;
    const headers = bearer(
      url && route in ROUTES && ROUTES[route]!.startsWith('/v1')
        ? await portalToken()
        : await scholarshipToken(),
    );
    const outcomes: (number | 'reset')[] = [];
    for (let sent = 0; sent < after + 2 * every; sent++)
      outcomes.push(
        await call(url + ROUTES[route], { headers }).then(
          (answer) => answer.status,
          () => 'reset' as const,
        ),
      );
    const expected = outcomes.map((_, index) => {
      const count = index + 1;
      if (count <= after || count % every !== 0) return 200;
      return reset ? 'reset' : status;
    });
    expect(outcomes).toEqual(expected);
  });
});
