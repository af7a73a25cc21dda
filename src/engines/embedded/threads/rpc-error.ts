import { IdentityError, StartError } from '../../../model/errors.ts';

/** An error on its way to another thread, where its class would be lost. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly pool?: string;
}

export function errorData(error: unknown): ErrorData {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...(error instanceof IdentityError ? { pool: error.pool } : {}) };
}

/** The error as it was: those that have an exit code of their own keep it. */
export function revived({ name, message, stack, pool = '' }: ErrorData): Error {
  const error = (REVIVED[name] ?? REVIVED['Error']!)(pool);
  return Object.assign(error, { message, ...(stack === undefined ? {} : { stack }) });
}

const REVIVED: Readonly<Record<string, (pool: string) => Error>> = {
  Error: () => new Error(),
  IdentityError: (pool) => new IdentityError(pool, ''),
  StartError: () => new StartError(),
};
