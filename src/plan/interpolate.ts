import type { Problem } from '../model/errors.ts';
import { quote } from '../model/text.ts';
import { formatPath } from './path.ts';

/** One `${NAME}` that was replaced. */
export interface Interpolated {
  readonly name: string;
  readonly value: string;
  /** Where in the plan, as `formatPath` writes it. */
  readonly path: string;
}

export interface Interpolation {
  readonly data: unknown;
  readonly used: readonly Interpolated[];
  readonly problems: readonly Problem[];
}

const REFERENCE = /\$\$\{|\$\{([^}]*)\}/g;
const BODY = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;

/**
 * Replaces `${NAME}` and `${NAME:-default}` in every text of a plan; `$${` stands for `${`. As in a shell, an empty
 * variable counts as unset for a default; without a default it is refused, because CI sets missing secrets to ''.
 */
export function interpolate(data: unknown, env: Readonly<Record<string, string | undefined>>): Interpolation {
  const used: Interpolated[] = [];
  const problems: Problem[] = [];
  const replace = (text: string, path: string) =>
    text.replace(REFERENCE, (reference, body: string | undefined) => {
      if (body === undefined) return '${';
      const outcome = resolve(reference, body, env);
      if ('problem' in outcome) problems.push({ path, ...outcome.problem });
      else used.push({ name: outcome.name, value: outcome.value, path });
      return 'problem' in outcome ? '' : outcome.value;
    });
  return { data: mapTexts(data, [], replace), used, problems };
}

type Resolved = { name: string; value: string } | { problem: Omit<Problem, 'path'> };

function resolve(
  reference: string,
  body: string,
  env: Readonly<Record<string, string | undefined>>,
): Resolved {
  const [, name, fallback] = BODY.exec(body) ?? [];
  if (name === undefined)
    return {
      problem: {
        message: `${quote(reference)} names no environment variable`,
        allowed: '${NAME}, ${NAME:-default}; $${ for a literal ${',
      },
    };
  const value = env[name] || fallback;
  if (value !== undefined) return { name, value };
  const state = env[name] === '' ? 'is empty' : 'is not set';
  return {
    problem: {
      message: `environment variable ${name} ${state}`,
      allowed: `set ${name}, or write a default: \${${name}:-...}`,
    },
  };
}

function mapTexts(
  value: unknown,
  path: readonly (string | number)[],
  replace: (text: string, path: string) => string,
): unknown {
  if (typeof value === 'string') return value.includes('${') ? replace(value, formatPath(path)) : value;
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, [...path, index], replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, [...path, key], replace)]),
  );
}
