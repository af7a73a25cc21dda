import { IdentityError } from '../../model/errors.ts';
import type { Exchange } from '../../model/exchange.ts';
import { InconclusiveError } from '../failures.ts';

/** Exchanges as they come, so that what was seen is kept although a later step cannot be made. */
export class Log {
  readonly seen: Exchange[] = [];

  add(...exchanges: readonly Exchange[]): void {
    this.seen.push(...exchanges);
  }

  /** Tries a step; false where an identity, an address or a request is wanting for it. */
  async try(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      if (!isMissing(error)) throw error;
      return false;
    }
  }
}

/** Whether a step could not be made for want of something, rather than for a fault of ours. */
export function isMissing(error: unknown): boolean {
  return error instanceof IdentityError || error instanceof InconclusiveError;
}
