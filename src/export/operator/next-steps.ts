import { formatDuration } from '../../model/duration.ts';
import type { Variable } from '../variables.ts';
import type { OperatorSettings, Place } from './settings.ts';

export interface NextSteps {
  readonly settings: OperatorSettings;
  readonly place: Place;
  readonly variables: readonly Variable[];
  readonly runId: string;
  /** As the command line names it. */
  readonly plan: string;
  /** The file of the manifests, where there is one. */
  readonly file: string | undefined;
  /** In ms. */
  readonly lasting: number;
}

/** Longer than the load by this, for pods to be made and to write their last lines; in ms. */
const PATIENCE = 300_000;

/** What to do with the manifests, as commands: from the Secret to the verdict. */
export function nextSteps(next: NextSteps): string[] {
  const { settings, variables, file = 'run.yaml', lasting } = next;
  const { name, namespace, secret } = settings;
  const kubectl = namespace === undefined ? 'kubectl' : `kubectl -n ${namespace}`;
  const literals = variables.map(({ name: key }) => `--from-literal=${key}="$${key}"`);
  const wait = Math.ceil((lasting + PATIENCE) / 1000);
  return [
    ...(variables.length === 0 ? [] : [`${kubectl} create secret generic ${secret} ${literals.join(' ')}`]),
    ...placing(next),
    // A larger script does not fit into the annotation that a client-side apply makes.
    `${kubectl} apply --server-side -f ${file}`,
    `${kubectl} wait --for=jsonpath='{.status.stage}'=finished testrun/${name} --timeout=${wait}s`,
    ...judging(next),
  ];
}

/** Files that no manifest can hold must get onto their volume by hand. */
function placing({ place }: NextSteps): string[] {
  if (place.kind === 'config-map') return [];
  return [`# copy ${place.file} to the root of the volume of the claim ${place.claim}`];
}

/** The one command that decides; the instances themselves judge nothing. */
function judging({ settings, plan, runId }: NextSteps): string[] {
  const { results, name, parallelism } = settings;
  const rest = `--plan ${quoted(plan)} --instances ${parallelism} --wait ${formatDuration(PATIENCE)}`;
  if (results.kind === 'prometheus')
    return [`canary-gate judge --prometheus ${results.base} --testid ${runId} ${rest}`];
  return [
    `# copy ${name}-*.json.gz from the volume of the claim ${results.claim} to results/`,
    `canary-gate judge --k6-json 'results/${name}-*.json.gz' ${rest}`,
  ];
}

function quoted(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
