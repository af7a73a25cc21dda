import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configMapOf, fits } from '../export/operator/config-map.ts';
import { yamlOf } from '../export/operator/manifests.ts';
import { nextSteps } from '../export/operator/next-steps.ts';
import { IMAGE, imageFault, nameFault, resultsOf } from '../export/operator/options.ts';
import { type OperatorSettings, type Place, SCRIPT } from '../export/operator/settings.ts';
import { testRunOf } from '../export/operator/test-run.ts';
import { type ExportRequest, planLabel } from '../export/request.ts';
import { endOf, peakUsers } from '../export/schedule.ts';
import { type ExportedScript, scriptOf } from '../export/script.ts';
import { StartError } from '../model/errors.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import type { ExportOptions } from './commands/export.ts';
import type { Io } from './io.ts';
import { write } from './write-file.ts';

type Flags = GlobalOptions & ExportOptions;

/** The options of `canary-gate export k6-operator`, checked before the plan is read. Throws `UsageError`. */
export function operatorSettings(flags: Flags, runId: string): OperatorSettings {
  const { parallelism, namespace, image = IMAGE } = flags;
  if (parallelism === undefined)
    throw new UsageError('--parallelism is wanted: how many instances share the load.');
  if (!Number.isSafeInteger(parallelism) || parallelism < 1)
    throw new UsageError('--parallelism: a whole number from 1 on is wanted.');
  const name = flags.name ?? `gate-${runId.toLowerCase()}`;
  const secret = flags.secret ?? `${name}-secrets`;
  const results = resultsOf(flags.results ?? 'volume:canary-gate-results');
  if (typeof results === 'string') throw new UsageError(`--results: ${results}.`);
  demand('name', nameFault(name, 'run'));
  demand('secret', nameFault(secret, 'other'));
  demand('namespace', namespace === undefined ? undefined : nameFault(namespace, 'namespace'));
  demand('image', imageFault(image));
  return { name, namespace, image, parallelism, results, secret, separate: flags.separate ?? true };
}

function demand(option: string, fault: string | undefined): void {
  if (fault !== undefined) throw new UsageError(`--${option}: ${fault}.`);
}

/** `canary-gate export k6-operator`: manifests, and what to do with them. */
export async function exportManifests(
  flags: Flags,
  settings: OperatorSettings,
  request: ExportRequest,
  io: Io,
): Promise<number> {
  const script = await scriptOf(request);
  refuseIdleInstances(settings, script);
  const { place, resources, notes } = await placed(flags, settings, request, script, io);
  const next = {
    settings,
    place,
    variables: script.variables,
    runId: request.runId,
    plan: flags.plan ?? request.loaded.label,
    file: flags.out,
    lasting: endOf(script.scenarios),
  };
  const steps = nextSteps(next);
  const head = [
    `The load of the plan "${request.loaded.plan.name}" on ${settings.parallelism} instances of k6, for the k6-operator (1.6 or later).`,
    `Written by canary-gate ${request.version} from ${planLabel(request.loaded)}; its run is ${request.runId}.`,
    ...notes,
    '',
    'What to do:',
    ...steps.map((step) => `  ${step}`),
  ];
  const yaml = yamlOf({ head, settings, variables: script.variables }, resources);
  if (flags.out !== undefined) write(io, flags.out, yaml);
  tell(flags, io, { yaml, steps, notes, script, request, settings });
  return 0;
}

interface Told {
  readonly yaml: string;
  readonly steps: readonly string[];
  readonly notes: readonly string[];
  readonly script: ExportedScript;
  readonly request: ExportRequest;
  readonly settings: OperatorSettings;
}

function tell(flags: Flags, io: Io, { yaml, steps, notes, script, request, settings }: Told): void {
  const { out, json, quiet, target } = flags;
  const { variables } = script;
  if (json) {
    const manifests = out === undefined ? { manifests: yaml } : { file: out };
    const facts = { target, name: settings.name, testid: request.runId, variables, notes, steps };
    io.stdout.write(`${JSON.stringify({ ...facts, ...manifests }, null, 2)}\n`);
    return;
  }
  if (out === undefined) io.stdout.write(yaml);
  if (quiet) return;
  const text = [...notes, 'What to do:', ...steps.map((step) => `  ${step}`), ''].join('\n');
  (out === undefined ? io.stderr : io.stdout).write(text);
}

/** k6 refuses to be divided into more parts than it has virtual users. */
function refuseIdleInstances({ parallelism }: OperatorSettings, { scenarios }: ExportedScript): void {
  const users = peakUsers(scenarios);
  if (parallelism <= users) return;
  throw new UsageError(
    `--parallelism: ${parallelism} instances cannot share ${users} virtual users: ${users} at most.`,
  );
}

interface Placed {
  readonly place: Place;
  readonly resources: readonly object[];
  readonly notes: readonly string[];
}

/** The script goes into a ConfigMap where it fits, and otherwise into a file beside the manifests, for a volume. */
async function placed(
  flags: Flags,
  settings: OperatorSettings,
  { loaded, runId }: ExportRequest,
  { text, scenarios, variables }: ExportedScript,
  io: Io,
): Promise<Placed> {
  const target = loaded.plan.targets.canary;
  const ca = target.tls?.ca === undefined ? undefined : readText(target.tls.ca);
  const map = configMapOf(settings, text, ca);
  const runOf = (place: Place) =>
    testRunOf({
      settings,
      place,
      runId,
      target,
      scenarios,
      hasSecrets: variables.length > 0 || flags.secret !== undefined,
    });
  if (fits(map)) {
    const place = { kind: 'config-map' } as const;
    return { place, resources: [map, runOf(place)], notes: localNotes(loaded) };
  }
  const size = `The script has ${Buffer.byteLength(text)} bytes, more than a ConfigMap holds (1048576 in all)`;
  if (flags.out === undefined)
    throw new UsageError(`${size}: --out is wanted, so that it can be written beside.`);
  const file = await writeBeside(flags.out, text, target.tls?.cert !== undefined, io);
  const place = { kind: 'volume', claim: `${settings.name}-script`, file } as const;
  if (ca !== undefined) write(io, join(dirname(flags.out), 'ca.pem'), ca);
  const files = ca === undefined ? file : `${file} and ca.pem`;
  const notes = [
    `${size}. So ${files} lie beside the manifests and belong on the volume of the claim "${place.claim}".`,
  ];
  return { place, resources: [runOf(place)], notes: [...notes, ...localNotes(loaded)] };
}

const ARCHIVE = 'archive.tar';

/** An archive where k6 is at hand, else the script, which needs no other file. An archive would fix certificates for good. */
async function writeBeside(out: string, text: string, hasCertificate: boolean, io: Io): Promise<string> {
  const folder = dirname(out);
  if (!hasCertificate) {
    const { findK6 } = await import('../engines/k6/binary.ts');
    const isThere = await findK6(io.env).then(
      () => true,
      () => false,
    );
    if (isThere) {
      const { archive } = await import('../export/operator/archive.ts');
      await archive(text, resolve(io.cwd, folder, ARCHIVE), io.env);
      return ARCHIVE;
    }
  }
  write(io, join(folder, SCRIPT), text);
  return SCRIPT;
}

function localNotes({ plan }: ExportRequest['loaded']): string[] {
  if (plan.sourceAddresses.length === 0) return [];
  return ['The source addresses of the plan are left out: instances have those of their pods.'];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
