import { WITHOUT_TESTERS } from '../http/mark.ts';
import { formatDuration } from '../model/duration.ts';
import { printable } from '../model/text.ts';
import type { Feasibility } from '../plan/feasibility.ts';
import { type GateOutlook, hopeless } from '../plan/gate-outlook.ts';
import type { IdentityNeed } from '../plan/identities.ts';
import { columns } from './columns.ts';

/** The outlook of a plan for people. */
export function feasibilityText(outlook: Feasibility, quiet: boolean): string {
  const parts = quiet
    ? [conclusion(outlook)]
    : [
        head(outlook),
        scenarios(outlook),
        identities(outlook),
        checks(outlook),
        gates(outlook),
        MARK,
        notes(outlook),
        conclusion(outlook),
      ];
  return parts.filter((part) => part !== '').join('\n');
}

const MARK = `Every request says "user-agent: canary-gate/…" and "canary-gate-run: <id>"; in PromQL, ${WITHOUT_TESTERS} leaves them out.\n`;

function head({ plan, seconds }: Feasibility): string {
  const stages = Object.entries(seconds).filter(([name, value]) => name !== 'total' && value > 0);
  const parts = stages.map(([name, value]) => `${name} ${time(value)}`).join(', ');
  return `${plan.name} (${printable(plan.file)})\nAt most ${time(seconds.total)}${parts ? `: ${parts}` : ''}; nothing was sent.\n`;
}

function scenarios({ scenarios: list }: Feasibility): string {
  if (list.length === 0) return 'Scenarios: none.\n';
  const rows = list.map(({ name, kind, executor, iterations, rate, vus, from, to }) => [
    name,
    kind,
    executor,
    iterations ?? 'open',
    rate === null ? '-' : `${tidy(rate)}/s`,
    vus,
    `${tidy(from)}-${tidy(to)} s`,
  ]);
  return `Scenarios\n${columns([['name', 'kind', 'executor', 'iterations', 'rate', 'VUs', 'when'], ...rows])}`;
}

function identities({ identities: needs }: Feasibility): string {
  if (needs.length === 0) return '';
  const rows = needs.map((need) => [
    need.pool,
    `${need.quota.limit} per ${formatDuration(need.quota.window)} and ${need.quota.scope}`,
    need.rate === 0 ? '-' : `${tidy(need.rate)}/s`,
    `${tidy(need.rate / identitiesOf(need))}/s`,
    need.needed,
    need.available ?? `${need.needed} (minted)`,
    need.arithmetic,
  ]);
  return `Identities\n${columns([['pool', 'quota', 'rate', 'rate each', 'needed', 'there are', 'because'], ...rows])}`;
}

function identitiesOf({ available, needed }: IdentityNeed): number {
  return Math.max(1, available ?? needed);
}

function checks({ checks: outlook }: Feasibility): string {
  const { profile, selected, applicable, requests, notApplicable } = outlook;
  const byNeed = Map.groupBy(notApplicable, ({ needs }) => needs);
  const left = [...byNeed].map(
    ([needs, ids]) => `  ${namesOf(ids.map(({ id }) => id))}: ${printable(needs)}`,
  );
  const lines = [`Checks (${profile}): ${applicable} of ${selected} apply, ${requests} requests at most.`];
  if (left.length > 0) lines.push('Not applicable:', ...left);
  return `${lines.join('\n')}\n`;
}

/** Many checks of one family are told by number. */
function namesOf(ids: readonly string[]): string {
  const families = [...new Set(ids.map((id) => id.split('/')[0]))];
  return ids.length > 3 ? `${ids.length} checks of ${families.join(', ')}` : ids.join(', ');
}

function gates({ gates: outlooks }: Feasibility): string {
  if (outlooks.length === 0) return 'Gates: none.\n';
  const rows = outlooks.map((outlook) => [
    printable(outlook.expression),
    outlook.level,
    requests(outlook),
    outlook.needed ?? '-',
    outlook.chance ? `${percent(outlook.chance.clean)} / ${percent(outlook.chance.half)}` : '-',
    outlook.note || 'can be proven',
  ]);
  const titles = ['gate', 'level', 'requests', 'needed', 'chance of a pass', ''];
  return `Gates\n${columns([titles, ...rows])}The chance of a proven pass: when nothing is bad / at half the bound, independent requests.\n`;
}

function requests({ expected }: GateOutlook): string {
  if (expected === null) return '-';
  return `${expected.requests}${expected.more ? '+' : ''}`;
}

function notes({ notes: list }: Feasibility): string {
  return list.length === 0 ? '' : `Notes\n${list.map((note) => `  ${printable(note)}`).join('\n')}\n`;
}

function conclusion({ gates: outlooks }: Feasibility): string {
  const list = hopeless(outlooks);
  if (list.length === 0) return 'Every required gate can be decided.\n';
  const lines = list.map(
    ({ expression, needed, expected }) =>
      `  ${printable(expression)}: ${expected?.requests ?? 0} requests${needed === null ? '' : `, ${needed} are needed`}`,
  );
  return `This plan cannot end in PASS. Not enough requests for:\n${lines.join('\n')}\n`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function time(seconds: number): string {
  return formatDuration(Math.round(seconds * 1000));
}

function tidy(value: number): string {
  return String(Number(value.toFixed(2)));
}
