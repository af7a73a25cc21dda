import { z } from 'zod';
import { Report } from '../model/report.ts';
import { Plan } from './schema.ts';

export const SCHEMAS = ['plan', 'report'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

export type JsonSchema = { readonly [key: string]: unknown };

const SOURCES: Record<SchemaName, () => JsonSchema> = {
  plan: () => z.toJSONSchema(Plan, { io: 'input', unrepresentable: 'any', override: allowVariables }),
  report: () => z.toJSONSchema(Report, { io: 'output', unrepresentable: 'any' }),
};

const TITLES: Record<SchemaName, string> = {
  plan: 'canary-gate plan',
  report: 'canary-gate/report@1',
};

/** JSON Schema (draft 2020-12) of a plan file or of `report.json`, derived from the zod definitions. */
export function jsonSchema(name: SchemaName): JsonSchema {
  const { $schema, ...rest } = SOURCES[name]();
  return { $schema, $id: `urn:canary-gate:schema:${name}`, title: TITLES[name], ...rest };
}

const VARIABLE = { type: 'string', pattern: '\\$\\{', description: 'with a variable: ${NAME:-default}' };

/** Before a plan is checked its variables are replaced, so the file may hold one where a certain text is wanted. */
function allowVariables({ jsonSchema: schema }: { jsonSchema: Record<string, unknown> }): void {
  const restricted =
    schema.type === 'string' && ('pattern' in schema || 'format' in schema || 'enum' in schema);
  if (!restricted) return;
  const { description, default: standard, ...own } = schema;
  for (const key of Object.keys(own)) delete schema[key];
  schema.anyOf = [own, VARIABLE];
}
