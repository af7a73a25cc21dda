/**
 * The fields of a `TestRun` that are written here, as the k6-operator 1.6 has them, and no others: a field with a wrong
 * name would be dropped by Kubernetes without a word.
 */
const text = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;
const quantity = { type: 'string', pattern: '^[0-9]+(m|Mi|Gi)?$' } as const;

const only = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const list = (items: object) => ({ type: 'array', items, minItems: 1 });
const amounts = only({ cpu: quantity, memory: quantity });
const dnsName = { type: 'string', pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' };

const variable = {
  oneOf: [
    only({ name: text, value: text }, ['name', 'value']),
    only(
      { name: text, valueFrom: only({ fieldRef: only({ fieldPath: text }, ['fieldPath']) }, ['fieldRef']) },
      ['name', 'valueFrom'],
    ),
  ],
};

const runner = only(
  {
    image: text,
    env: { type: 'array', items: variable },
    envFrom: list(only({ secretRef: only({ name: text }, ['name']) }, ['secretRef'])),
    resources: only({ requests: amounts, limits: amounts }),
    securityContext: only({ fsGroup: { type: 'integer' } }),
    volumes: list(
      only({ name: text, persistentVolumeClaim: only({ claimName: text }, ['claimName']) }, ['name']),
    ),
    volumeMounts: list(only({ name: text, mountPath: text }, ['name', 'mountPath'])),
  },
  ['image'],
);

const script = {
  oneOf: [
    only({ configMap: only({ name: text, file: text }, ['name']) }, ['configMap']),
    only({ volumeClaim: only({ name: text, file: text, readOnly: boolean }, ['name']) }, ['volumeClaim']),
  ],
};

export const TEST_RUN = only(
  {
    apiVersion: { const: 'k6.io/v1alpha1' },
    kind: { const: 'TestRun' },
    metadata: only(
      {
        name: dnsName,
        namespace: dnsName,
        labels: {
          type: 'object',
          additionalProperties: { type: 'string', pattern: '^[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?$' },
        },
      },
      ['name'],
    ),
    spec: only(
      {
        parallelism: { type: 'integer', minimum: 1 },
        separate: boolean,
        script,
        args: list(text),
        runner,
      },
      ['parallelism', 'script'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
