import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type GlobalOptions, UsageError } from './command.ts';
import { type Findings, planInTypeScript, planInYaml, scenarioText } from './first-plan-text.ts';
import type { Io } from './io.ts';

interface InitFlags extends GlobalOptions {
  readonly folder: string;
  readonly url?: string | undefined;
  readonly yaml: boolean;
  readonly force: boolean;
}

/** Public GET endpoints that services usually have, best first. */
const USUAL_PATHS = ['/healthz', '/health', '/v1/health', '/api/health', '/'];
const PROBE_TIMEOUT = 3000;

/** `canary-gate init`: asks nothing that it can find out. Gives the exit code. */
export async function writeFirstPlan(flags: InitFlags, io: Io): Promise<number> {
  const folder = resolve(io.cwd, flags.folder);
  const url = baseUrl(flags.url);
  const path = url === undefined ? '/healthz' : await publicPath(url);
  const manifest = nearestManifest(folder);
  const extension = manifest?.type === 'commonjs' ? 'mts' : 'ts';
  const findings: Findings = { name: nameOf(manifest?.name, folder), url, path: path ?? '/', extension };
  const files: Record<string, string> = {
    [flags.yaml ? 'canary.plan.yaml' : `canary.plan.${extension}`]: flags.yaml
      ? planInYaml(findings)
      : planInTypeScript(findings),
    [`scenarios/browse.${extension}`]: scenarioText(),
  };
  await write(folder, files, flags.force);
  const written = Object.keys(files).map((file) => relative(io.cwd, join(folder, file)) || file);
  io.stdout.write(
    flags.json
      ? `${JSON.stringify({ written, url: url ?? null, path: findings.path })}\n`
      : advice({ written, findings, unanswered: path === undefined, folder, cwd: io.cwd }),
  );
  return 0;
}

async function write(folder: string, files: Record<string, string>, force: boolean): Promise<void> {
  const existing = Object.keys(files).filter((file) => existsSync(join(folder, file)));
  if (existing.length > 0 && !force)
    throw new UsageError(
      `${existing.join(' and ')} exists already; --force overwrites. Nothing was written.`,
    );
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

function baseUrl(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return new URL(given).origin;
  throw new UsageError(`--url: ${given} is no http:// or https:// URL.`);
}

/** The first usual path that answers 2xx; `undefined` when none does. */
async function publicPath(url: string): Promise<string | undefined> {
  for (const path of USUAL_PATHS) {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT);
    const answer = await fetch(new URL(path, url), { signal, redirect: 'manual' }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer === undefined) return undefined;
    if (answer.status === 200) return path;
  }
  return undefined;
}

function nearestManifest(folder: string): { name?: unknown; type?: unknown } | undefined {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown; type?: unknown };
    } catch {
      return undefined;
    }
  }
  return dirname(folder) === folder ? undefined : nearestManifest(dirname(folder));
}

function nameOf(packageName: unknown, folder: string): string {
  const text = typeof packageName === 'string' ? packageName.replace(/^@[^/]*\//, '') : basename(folder);
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, 63);
  return name || 'my-service';
}

interface Written {
  readonly written: readonly string[];
  readonly findings: Findings;
  readonly unanswered: boolean;
  readonly folder: string;
  readonly cwd: string;
}

function advice({ written, findings, unanswered, folder, cwd }: Written): string {
  const plan = written[0]!;
  const inPlace = folder === cwd;
  const lines = [`Wrote ${written.join(' and ')}.`, ''];
  if (unanswered)
    lines.push(`No usual path of ${findings.url} answered 200; put one into endpoints.home.`, '');
  lines.push(`  canary-gate plan${inPlace ? '' : ` ${plan}`}      what it would do; sends nothing`);
  if (findings.url === undefined)
    lines.push(
      `  canary-gate run --demo --plan ${plan}      against the demo service, started for the run`,
      `  canary-gate run${inPlace ? '' : ` ${plan}`}      against CANARY_URL, or the demo of "canary-gate demo" in another terminal`,
    );
  else lines.push(`  canary-gate run${inPlace ? '' : ` ${plan}`}      against ${findings.url}`);
  if (!resolves(folder))
    lines.push(
      '',
      'For types in your editor, install it beside the plan: npm install --save-dev canary-gate',
    );
  return `${lines.join('\n')}\n`;
}

function resolves(folder: string): boolean {
  try {
    createRequire(join(folder, 'plan.js')).resolve('canary-gate/package.json');
    return true;
  } catch {
    return false;
  }
}
