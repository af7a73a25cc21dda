/** A check sent more than its metadata promises: a fault of the check, never of the target. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

/** The run is being stopped: nothing more is sent. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** A check cannot be answered from here; the message says what is missing. The outcome is `inconclusive`. */
export class InconclusiveError extends Error {
  override readonly name = 'InconclusiveError';
}
