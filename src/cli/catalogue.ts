import type { Profile } from '../model/check.ts';
import type { Cost, Costs } from './check-costs.ts';
import { columns } from './columns.ts';
import type { GlobalOptions } from './command.ts';
import type { ListName } from './commands/list.ts';
import type { Io } from './io.ts';
import { registries } from './registries.ts';

type Entry = Readonly<Record<string, unknown>>;

interface Catalogue {
  readonly entries: (plan: string | undefined, io: Io) => Promise<readonly Entry[]>;
  /** Keys of an entry that are shown to people. */
  readonly shown: readonly string[];
}

const CATALOGUES: Record<ListName, Catalogue> = {
  checks: { entries: checkEntries, shown: ['id', 'severity', 'mode', 'requests', 'seconds', 'title'] },
  reporters: {
    entries: reporterEntries,
    shown: ['id', 'file', 'title'],
  },
  engines: {
    entries: engineEntries,
    shown: ['id', 'title', 'capabilities'],
  },
  gates: {
    entries: gateEntries,
    shown: ['metric', 'example', 'title'],
  },
  executors: { entries: executorEntries, shown: ['id', 'required', 'optional'] },
  defects: { entries: defectEntries, shown: ['id', 'plan', 'primary', 'title'] },
};

/** `canary-gate list`. */
export async function printCatalogue(
  flags: GlobalOptions & { readonly what: ListName; readonly plan?: string | undefined },
  io: Io,
): Promise<number> {
  const { entries, shown } = CATALOGUES[flags.what];
  const list = await entries(flags.plan, io);
  io.stdout.write(
    flags.json
      ? `${JSON.stringify(list, null, 2)}\n`
      : columns([shown, ...list.map((entry) => shown.map((key) => cell(entry[key])))]),
  );
  return 0;
}

/** `canary-gate demo --list-defects`. */
export function printDefects(flags: GlobalOptions, io: Io): Promise<number> {
  return printCatalogue({ ...flags, what: 'defects' }, io);
}

async function checkEntries(plan: string | undefined, io: Io): Promise<Entry[]> {
  const checks = await registries.checks();
  const { checkCosts } = await import('./check-costs.ts');
  const costs = await checkCosts(checks, plan, io);
  return checks.map((check) => ({
    id: check.id,
    cases: check.cases,
    profile: check.profile ?? 'standard',
    title: check.title,
    severity: check.severity,
    kind: check.kind,
    active: check.active,
    exhausting: check.exhausting,
    mode: check.active ? 'active' : 'passive',
    ...(check.survey !== undefined && { survey: check.survey }),
    requests: byProfile(costs.get(check.id)!, 'requests'),
    seconds: byProfile(costs.get(check.id)!, 'seconds'),
    why: check.why,
    remedy: check.remedy,
    references: check.references,
  }));
}

function byProfile(costs: Costs, what: keyof Cost): Readonly<Record<Profile, number | null>> {
  const { quick, standard, deep } = costs;
  return { quick: quick?.[what] ?? null, standard: standard?.[what] ?? null, deep: deep?.[what] ?? null };
}

async function reporterEntries(): Promise<Entry[]> {
  const reporters = await registries.reporters();
  return reporters.map(({ id, title, file }) => ({ id, title, file: file ?? null }));
}

async function engineEntries(): Promise<Entry[]> {
  const engines = await registries.engines();
  return engines.map(({ id, title, capabilities }) => ({ id, title, capabilities: [...capabilities] }));
}

async function gateEntries(): Promise<Entry[]> {
  const { GATE_METRICS } = await import('./gate-catalogue.ts');
  return GATE_METRICS.map((metric) => ({ ...metric }));
}

/** Fields follow from the schema: those that every executor has are left to the documentation. */
async function executorEntries(): Promise<Entry[]> {
  const { Scenario } = await import('../model/scenario.ts');
  const shapes = Scenario.options.map(({ shape }) => shape as Record<string, { isOptional(): boolean }>);
  const common = Object.keys(shapes[0]!).filter((key) => shapes.every((shape) => key in shape));
  return Scenario.options.map(({ shape }) => {
    const own = Object.entries(shape as Record<string, { isOptional(): boolean }>).filter(
      ([key]) => !common.includes(key),
    );
    const fields = (optional: boolean) =>
      own.filter(([, field]) => field.isOptional() === optional).map(([key]) => key);
    return { id: shape.executor.value, required: fields(false), optional: fields(true) };
  });
}

async function defectEntries(): Promise<Entry[]> {
  const { DEFECTS } = await import('../demo/defects.ts');
  return DEFECTS.map((defect) => ({ ...defect }));
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'object' && !Array.isArray(value)) return Object.values(value).map(cell).join('/');
  return Array.isArray(value) ? value.join(', ') : String(value);
}
