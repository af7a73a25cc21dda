/** Why an expression makes no sense in its plan, and what would. */
export interface Fault {
  readonly message: string;
  readonly allowed?: string;
}

export function fault(message: string, allowed?: string): Fault {
  return allowed === undefined ? { message } : { message, allowed };
}
