import type { Exchange } from '../model/exchange.ts';

/** What was answered 500 each time. */
export interface Crash {
  readonly exchange: Exchange;
}

/** Sends, and once more where the service seems to have crashed on it: a passing fault is no crash. */
export async function tryTwice(send: () => Promise<Exchange>): Promise<Exchange[]> {
  const first = await send();
  return isCrash(first) ? [first, await send()] : [first];
}

/** Requests, told apart by a text, that were answered 500 twice and never otherwise. */
export function crashesOf(exchanges: readonly Exchange[], textOf: (exchange: Exchange) => string): Crash[] {
  const attempts = Map.groupBy(exchanges, textOf).values();
  return [...attempts]
    .filter((each) => each.length === 2 && each.every(isCrash))
    .map(([exchange]) => ({ exchange: exchange! }));
}

/** The last answer to each request, told apart by a text. */
export function lastOf(exchanges: readonly Exchange[], textOf: (exchange: Exchange) => string): Exchange[] {
  return [...new Map(exchanges.map((exchange) => [textOf(exchange), exchange])).values()];
}

/** Of the statuses that tell of a fault only 500 is surely the service's own: the others come from what is before it. */
function isCrash({ response }: Exchange): boolean {
  return response?.status === 500;
}
