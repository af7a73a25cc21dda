import { mostUsers } from '../../engines/k6/options.ts';
import type { LoadScenario } from '../../model/engine.ts';
import type { Target } from '../../model/target.ts';
import { metadataOf } from './config-map.ts';
import {
  CA_FILE,
  type OperatorSettings,
  type Place,
  RESULTS_FOLDER,
  SCRIPT,
  SCRIPT_FOLDER,
} from './settings.ts';

export interface TestRunFacts {
  readonly settings: OperatorSettings;
  readonly place: Place;
  readonly runId: string;
  readonly target: Pick<Target, 'connection' | 'tls'>;
  readonly scenarios: readonly LoadScenario[];
  /** Whether the script reads anything from the environment. */
  readonly hasSecrets: boolean;
}

/** The resource that the k6-operator runs (`TestRun` of k6.io/v1alpha1): no thresholds, for k6 only measures. */
export function testRunOf(facts: TestRunFacts) {
  const { settings, hasSecrets, place } = facts;
  const isVolume = settings.results.kind === 'volume';
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: metadataOf(settings),
    spec: {
      parallelism: settings.parallelism,
      separate: settings.separate,
      script: scriptOf(settings, place),
      args: argumentsOf(facts),
      runner: {
        image: settings.image,
        env: environmentOf(facts),
        ...(hasSecrets ? { envFrom: [{ secretRef: { name: settings.secret } }] } : {}),
        resources: resourcesOf(facts),
        ...(isVolume ? { securityContext: { fsGroup: K6_GROUP }, ...resultsVolume(settings) } : {}),
      },
    },
  };
}

/** Group of the user of the official image, which must be able to write results. */
const K6_GROUP = 12_345;

function scriptOf({ name }: OperatorSettings, place: Place) {
  if (place.kind === 'config-map') return { configMap: { name, file: SCRIPT } };
  return { volumeClaim: { name: place.claim, file: place.file, readOnly: true } };
}

/** The operator pairs each option with what follows it, so none has an equals sign before a value of its own. */
function argumentsOf({ settings: { image, results }, runId }: TestRunFacts): string[] {
  return [
    '--no-thresholds',
    '--no-usage-report',
    ...withoutSummary(image),
    '--tag',
    `testid=${runId}`,
    '-o',
    // The name of a pod's job ends with the number of its instance; Kubernetes puts it in.
    results.kind === 'volume' ? `json=${RESULTS_FOLDER}/$(JOB_NAME).json.gz` : 'experimental-prometheus-rw',
  ];
}

/** k6 v1 and v2 have different words for it; images that do not say what they hold show a summary that nobody reads. */
function withoutSummary(image: string): string[] {
  if (/:v?2\./.test(image)) return ['--summary-mode=disabled'];
  return /:v?1\./.test(image) ? ['--no-summary'] : [];
}

function environmentOf({ settings: { results }, target: { connection, tls } }: TestRunFacts): object[] {
  return [
    ...(results.kind === 'volume'
      ? [{ name: 'JOB_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['job-name']" } } }]
      : [
          { name: 'K6_PROMETHEUS_RW_SERVER_URL', value: results.write },
          { name: 'K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM', value: 'true' },
        ]),
    ...(connection.protocol === 'h1' ? [{ name: 'GODEBUG', value: 'http2client=0' }] : []),
    ...(tls?.ca === undefined
      ? []
      : [
          { name: 'SSL_CERT_FILE', value: `${SCRIPT_FOLDER}/${CA_FILE}` },
          { name: 'SSL_CERT_DIR', value: SCRIPT_FOLDER },
        ]),
  ];
}

const MEBIBYTES_PER_USER = 5;
const LEAST_MEBIBYTES = 512;

/** A core of its own for each instance, and memory by its virtual users: one that runs short would hang the test run. */
function resourcesOf({ settings: { parallelism }, scenarios }: TestRunFacts) {
  const users = scenarios.reduce((sum, { spec }) => sum + mostUsers(spec), 0);
  const wanted = LEAST_MEBIBYTES / 2 + MEBIBYTES_PER_USER * Math.ceil(users / parallelism);
  const memory = Math.max(LEAST_MEBIBYTES, Math.ceil(wanted / 128) * 128);
  return { requests: { cpu: '1', memory: `${memory}Mi` }, limits: { memory: `${2 * memory}Mi` } };
}

function resultsVolume({ results }: OperatorSettings) {
  if (results.kind !== 'volume') return {};
  return {
    volumes: [{ name: 'results', persistentVolumeClaim: { claimName: results.claim } }],
    volumeMounts: [{ name: 'results', mountPath: RESULTS_FOLDER }],
  };
}
