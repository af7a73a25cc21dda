import type { FastifyRequest } from 'fastify';
import type { DefectId } from './defects.ts';

/** The token that a request presents; `twice` where it stands in two places at once. */
export interface Presented {
  readonly token: string | undefined;
  readonly twice: boolean;
}

/** Reads the header, and where it may stand there the query as well (RFC 6750 sections 2.1 and 2.3). */
export function presentedToken(
  { headers: { authorization = '' }, query }: FastifyRequest,
  { inQuery = false }: { readonly inQuery?: boolean | undefined },
  defects: ReadonlySet<DefectId>,
): Presented {
  const header = patternOf(defects).exec(authorization)?.[1];
  const { access_token: parameter } = query as { access_token?: unknown };
  const queried = inQuery || defects.has('jwt-in-query') ? parameter : undefined;
  const token = header ?? (typeof queried === 'string' ? queried : undefined);
  const twice = inQuery && authorization !== '' && parameter !== undefined;
  return { token, twice: twice && !defects.has('jwt-two-locations') };
}

function patternOf(defects: ReadonlySet<DefectId>): RegExp {
  if (defects.has('jwt-scheme-case')) return /^Bearer ([^\s]+)$/;
  if (defects.has('jwt-any-scheme')) return /^\w+ ([^\s]+)$/;
  return /^Bearer ([^\s]+)$/i;
}
