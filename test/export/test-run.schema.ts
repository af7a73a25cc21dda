/**
 * What is written here of a `TestRun`, and no more: a field with another name would be dropped by Kubernetes without a
 * word. Held by hand against the k6-operator v1.6.0, `api/v1alpha1`: `TestRun`, `TestRunSpec`, `K6Script`, `Pod`; and,
 * within `Pod`, against `k8s.io/api/core/v1`: `EnvVar`, `EnvFromSource`, `ResourceRequirements`, `PodSecurityContext`,
 * `Volume`, `VolumeMount`. Types, `required` and integer widths are theirs, patterns those of Kubernetes' own validation.
 */
import { dnsLabel, list, METADATA, only, subdomain, text, upTo } from './kubernetes.schema.ts';

const boolean = { type: 'boolean' } as const;
const cLike = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' } as const;
/** A key of a ConfigMap, or a file at the root of a volume, either of which the operator puts below /test. */
const file = { type: 'string', pattern: '^[A-Za-z0-9_.-]+\\.(js|tar)$' } as const;
const quantity = { type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?)(m|[KMGTPE]i?)?$' } as const;
const image = {
  type: 'string',
  pattern: '^[^\\s:@]+(:\\d+)?[^\\s:@]*(:[\\w][\\w.-]{0,127}|@sha256:[0-9a-f]{64})$',
};

/** `EnvVar`: Kubernetes refuses one with both a value and a source. */
const variable = {
  oneOf: [
    only({ name: cLike, value: text }, ['name', 'value']),
    only(
      { name: cLike, valueFrom: only({ fieldRef: only({ fieldPath: text }, ['fieldPath']) }, ['fieldRef']) },
      ['name', 'valueFrom'],
    ),
  ],
};

const amounts = only({ cpu: quantity, memory: quantity });

/** `Pod`. */
const runner = only(
  {
    image,
    env: { type: 'array', items: variable },
    envFrom: list(only({ secretRef: only({ name: subdomain }, ['name']) }, ['secretRef'])),
    resources: only({ requests: amounts, limits: amounts }),
    securityContext: only({ fsGroup: upTo(2 ** 31 - 1) }, ['fsGroup']),
    volumes: list(
      only({ name: dnsLabel, persistentVolumeClaim: only({ claimName: subdomain }, ['claimName']) }, [
        'name',
        'persistentVolumeClaim',
      ]),
    ),
    volumeMounts: list(
      only({ name: dnsLabel, mountPath: { type: 'string', pattern: '^/[^:]*$' } }, ['name', 'mountPath']),
    ),
  },
  ['image'],
);

/** `K6Script`: of several, the operator would take the first that it knows. */
const script = {
  oneOf: [
    only({ configMap: only({ name: subdomain, file }, ['name', 'file']) }, ['configMap']),
    only({ volumeClaim: only({ name: subdomain, file, readOnly: boolean }, ['name', 'file']) }, [
      'volumeClaim',
    ]),
  ],
};

export const TEST_RUN = only(
  {
    apiVersion: { const: 'k6.io/v1alpha1' },
    kind: { const: 'TestRun' },
    metadata: METADATA,
    spec: only(
      {
        parallelism: { ...upTo(2 ** 31 - 1), minimum: 1 },
        separate: boolean,
        script,
        // The operator refuses an empty word where no option wants a value; nothing here wants an empty one.
        args: list({ type: 'string', minLength: 1 }),
        runner,
      },
      ['parallelism', 'script', 'args', 'runner'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
