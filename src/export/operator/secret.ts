import type { Variable } from '../variables.ts';
import { metadataOf } from './config-map.ts';
import type { OperatorSettings } from './settings.ts';

/** A Secret with every variable and no value: a form to fill in, never to be applied as it is. */
export function secretTemplate(settings: OperatorSettings, variables: readonly Variable[]) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(settings, settings.secret),
    type: 'Opaque',
    stringData: Object.fromEntries(variables.map(({ name }) => [name, ''])),
  };
}
