import { Document } from 'yaml';
import type { Variable } from '../variables.ts';
import type { ConfigMap } from './config-map.ts';
import { secretTemplate } from './secret.ts';
import type { OperatorSettings } from './settings.ts';

/**
 * The manifests as one YAML stream. The Secret's form is a comment: applied as it is, it would empty a Secret that is
 * already there.
 */
export function yamlOf(
  {
    head,
    settings,
    variables,
  }: {
    readonly head: readonly string[];
    readonly settings: OperatorSettings;
    readonly variables: readonly Variable[];
  },
  resources: readonly (ConfigMap | object)[],
): string {
  const form = variables.length === 0 ? [] : ['', ...formOf(settings, variables)];
  const comment = [...head, ...form].map((line) => `# ${line}`.trimEnd()).join('\n');
  return `${comment}\n---\n${resources.map(textOf).join('---\n')}`;
}

function formOf(settings: OperatorSettings, variables: readonly Variable[]): string[] {
  return [
    `The Secret "${settings.secret}", to be filled in and applied first:`,
    ...variables.map(({ name, what }) => `  ${name}: ${what}`),
    '---',
    ...textOf(secretTemplate(settings, variables)).trimEnd().split('\n'),
  ];
}

function textOf(resource: object): string {
  return new Document(resource, { aliasDuplicateObjects: false }).toString({
    lineWidth: 0,
    blockQuote: 'literal',
  });
}
