/** What is written here of Kubernetes' own `ObjectMeta` (`meta/v1`) and `ConfigMap` (`core/v1`), and of what all manifests share. */
export const text = { type: 'string' } as const;

/** An object with these fields and no others. */
export const only = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
export const list = (items: object) => ({ type: 'array', items, minItems: 1 });
/** Whole numbers as wide as the Go type. */
export const upTo = (maximum: number) => ({ type: 'integer', minimum: 0, maximum });

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
/** RFC 1123. */
export const dnsLabel = { type: 'string', pattern: `^${label}$`, maxLength: 63 } as const;
export const subdomain = { type: 'string', pattern: `^${label}(\\.${label})*$`, maxLength: 253 } as const;

export const METADATA = only(
  {
    name: dnsLabel,
    namespace: dnsLabel,
    labels: {
      type: 'object',
      propertyNames: { pattern: `^(${label}(\\.${label})*/)?[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?$` },
      additionalProperties: { type: 'string', pattern: '^[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?$' },
    },
  },
  ['name'],
);

export const CONFIG_MAP = only(
  {
    apiVersion: { const: 'v1' },
    kind: { const: 'ConfigMap' },
    metadata: METADATA,
    data: {
      type: 'object',
      propertyNames: { pattern: '^[A-Za-z0-9_.-]{1,253}$' },
      additionalProperties: text,
      minProperties: 1,
    },
  },
  ['apiVersion', 'kind', 'metadata', 'data'],
);
