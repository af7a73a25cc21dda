import { parseDuration } from '../model/duration.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { PROMETHEUS_VARIABLES, type PrometheusHeaders, prometheusHeaders } from './prometheus-access.ts';

export interface JudgeFlags extends GlobalOptions {
  readonly run: string | undefined;
  readonly 'k6-json': readonly string[] | undefined;
  readonly prometheus: string | undefined;
  readonly testid: string | undefined;
  readonly plan: string | undefined;
  readonly instances: number | undefined;
  readonly wait: string | undefined;
  readonly out: string | undefined;
}

/** What a load that ran elsewhere is judged from. */
export type Source =
  | { readonly files: readonly string[] }
  | { readonly prometheus: URL; readonly headers: PrometheusHeaders; readonly testid: string };

export interface CentralFlags {
  readonly source: Source;
  readonly plan: string | undefined;
  readonly instances: number | undefined;
  /** In ms. */
  readonly wait: number;
  readonly out: string;
}

/** `canary-gate judge`: a stored run, or a load that ran elsewhere. Gives the exit code. Throws `UsageError`. */
export async function judgeSource(flags: JudgeFlags, io: Io): Promise<number> {
  const given = (['run', 'k6-json', 'prometheus'] as const).filter((name) => flags[name] !== undefined);
  if (given.length !== 1)
    throw new UsageError('judge: one of these is wanted: the folder of a run, --k6-json, --prometheus.');
  if (flags.run === undefined)
    return (await import('./judge-centrally.ts')).judgeFromCommandLine(
      centralFlags(flags, io.env),
      flags,
      io,
    );
  const others = (['testid', 'plan', 'instances', 'wait', 'out'] as const).filter(
    (name) => flags[name] !== undefined,
  );
  if (others.length > 0)
    throw new UsageError(`--${others[0]} is for a load that ran elsewhere: --k6-json or --prometheus.`);
  return (await import('./judge-again.ts')).judgeAgain({ ...flags, run: flags.run }, io);
}

/** The options of a central judgement, checked. */
export function centralFlags(flags: JudgeFlags, env: Io['env']): CentralFlags {
  const { instances, wait = '0s', plan, out = 'canary-runs' } = flags;
  if (instances !== undefined && !(Number.isSafeInteger(instances) && instances > 0))
    throw new UsageError('--instances: a whole number from 1 on is wanted.');
  const patience = parseDuration(wait);
  if (patience === undefined) throw new UsageError('--wait: a duration such as 90s or 5m is wanted.');
  return { source: sourceOf(flags, env), plan, instances, wait: patience, out };
}

const { username, password, token } = PROMETHEUS_VARIABLES;

function sourceOf({ 'k6-json': files, prometheus, testid }: JudgeFlags, env: Io['env']): Source {
  if (prometheus === undefined) {
    if (testid !== undefined) throw new UsageError('--testid is for --prometheus.');
    return { files: files ?? [] };
  }
  if (!testid) throw new UsageError('--prometheus: --testid is wanted, the tag of the run.');
  const url = URL.canParse(prometheus) ? new URL(prometheus) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError('--prometheus: a URL such as http://127.0.0.1:9090 is wanted.');
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      `--prometheus: no credentials in the URL, where all of the machine can read them; set ${username} and ${password}, or ${token}.`,
    );
  return { prometheus: url, headers: prometheusHeaders(env), testid };
}
