import { z } from 'zod';
import { Duration } from '../model/units.ts';
import type { JsonSchema } from './jsonschema.ts';
import { type PathParts, valueAt } from './path.ts';
import { Plan } from './schema.ts';

/** Keys that an object of a plan may have at `path`; of every variant that fits the discriminator that was given. */
export function allowedKeys(plan: unknown, path: PathParts): string[] {
  const keys = schemasAt(plan, path).flatMap((schema) => Object.keys(objectOf(schema.properties) ?? {}));
  return [...new Set(keys)].filter((key) => key !== '$schema');
}

/** True where a plan wants a duration at `path`. */
export function wantsDuration(plan: unknown, path: PathParts): boolean {
  return schemasAt(plan, path).some(({ pattern }) => pattern === DURATION.pattern);
}

/** What a plan is after its variables were replaced. */
const PLAN: JsonSchema = z.toJSONSchema(Plan, { io: 'input', unrepresentable: 'any' });
const DURATION = z.toJSONSchema(Duration, { io: 'input' });

function schemasAt(plan: unknown, path: PathParts): JsonSchema[] {
  let schemas = variants(PLAN, plan);
  for (let depth = 0; depth < path.length; depth++) {
    const value = valueAt(plan, path.slice(0, depth + 1));
    const part = path[depth]!;
    schemas = schemas.flatMap((schema) => variants(child(schema, part), value));
  }
  return schemas;
}

function child(schema: JsonSchema, part: PropertyKey): JsonSchema | undefined {
  const own = objectOf(schema.properties)?.[String(part)];
  return objectOf(own ?? (typeof part === 'number' ? schema.items : schema.additionalProperties));
}

function variants(schema: JsonSchema | undefined, value: unknown): JsonSchema[] {
  if (!schema) return [];
  const options = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  return options ? options.flatMap((option) => variants(option, value)) : fits(schema, value) ? [schema] : [];
}

/** False where a constant of the schema (`kind`, `executor`) contradicts the value. */
function fits(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(objectOf(schema.properties) ?? {}).every(([key, property]) => {
    const constant = objectOf(property)?.const;
    const given = valueAt(value, [key]);
    return constant === undefined || given === undefined || given === constant;
  });
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
