/** One mistake of a plan or a command line: what is wrong, where, what was allowed. */
export interface Problem {
  /** Path in the plan, e.g. `gates[2]` or `endpoints.files.path`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly allowed?: string;
  readonly line?: number;
}

/** Exit code 2: the plan or command line is wrong; nothing was sent. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  readonly exitCode = 2;
  readonly file: string;
  readonly problems: readonly Problem[];
  constructor(file: string, problems: readonly Problem[]) {
    super(`${file}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    this.file = file;
    this.problems = problems;
  }
}

/** Exit code 4: the target could not be reached, or the run could not start. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitCode = 4;
}

/** Exit code 5: a thread that sends load broke down, by its script or for want of memory. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  readonly exitCode = 5;
}

/** No identity could be had: the token service answered badly, a command failed, a pool is used up. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly exitCode = 4;
  readonly pool: string;
  constructor(pool: string, message: string, options?: ErrorOptions) {
    super(`identity pool "${pool}": ${message}`, options);
    this.pool = pool;
  }
}
