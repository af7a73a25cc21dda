import { CA_FILE, type OperatorSettings, SCRIPT } from './settings.ts';

/** Kubernetes refuses a ConfigMap with more, whatever it is made of. */
const MOST_BYTES = 1_048_576;

export interface ConfigMap {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: object;
  readonly data: Readonly<Record<string, string>>;
}

/** The script, and the certificate authority of the target where the plan names one. */
export function configMapOf(
  settings: Pick<OperatorSettings, 'name' | 'namespace'>,
  script: string,
  ca: string | undefined,
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(settings),
    data: { [SCRIPT]: script, ...(ca === undefined ? {} : { [CA_FILE]: ca }) },
  };
}

/** Whether Kubernetes takes it: its size as it is sent, names and quotation marks included. */
export function fits(map: ConfigMap): boolean {
  return Buffer.byteLength(JSON.stringify(map)) <= MOST_BYTES;
}

/** What all manifests of a test run have in common. */
export function metadataOf(
  { name, namespace }: Pick<OperatorSettings, 'name' | 'namespace'>,
  own: string = name,
) {
  return {
    name: own,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { 'app.kubernetes.io/managed-by': 'canary-gate', 'app.kubernetes.io/instance': name },
  };
}
