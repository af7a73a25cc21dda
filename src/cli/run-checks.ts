import { loadPlan, loadPlanData } from '../plan/load.ts';
import type { GlobalOptions } from './command.ts';
import { execute } from './execute.ts';
import type { Io } from './io.ts';
import { type Overrides, override } from './overrides.ts';
import { planFile } from './plan-file.ts';
import { registered, registries } from './registries.ts';

export interface CheckFlags extends GlobalOptions, Overrides {
  /** Plan file, or a URL. */
  readonly plan: string | undefined;
  readonly out: string;
}

/** `canary-gate check`: probes without load; of a bare URL only those that send nothing but plain requests. */
export async function checkFromCommandLine(flags: CheckFlags, io: Io): Promise<number> {
  const known = await registered();
  const options = { env: io.env, cwd: io.cwd, known };
  const bare = flags.plan !== undefined && /^https?:\/\//i.test(flags.plan);
  const loaded = bare
    ? await loadPlanData(barePlan(flags.plan as string), flags.plan as string, options)
    : await loadPlan(planFile(flags.plan, io.cwd), options);
  const [engine] = await registries.engines();
  const checks = bare ? known.checks.filter(({ active }) => !active) : known.checks;
  const job = {
    loaded: override(loaded, flags, known.checks),
    engine: engine!,
    mode: 'check',
    out: flags.out,
    checks,
  } as const;
  return execute(job, flags, io);
}

/** What can be said of a service of which nothing is declared: no status is expected, and no HSTS was promised; a certificate is judged by what every client wants. */
function barePlan(url: string): unknown {
  const { origin, pathname, search } = URL.canParse(url)
    ? new URL(url)
    : { origin: url, pathname: '/', search: '' };
  return {
    name: 'check',
    targets: { canary: { url: origin } },
    endpoints: { root: { path: `${pathname}${search}` } },
    policy: { headers: { endpoints: ['root'] }, ...(origin.startsWith('https:') && { tls: {} }) },
    checks: { skip: ['endpoints'] },
    reports: [],
  };
}
