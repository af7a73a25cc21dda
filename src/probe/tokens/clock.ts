import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import { open } from './jwt-judge.ts';

/** How far the server's clock is ahead of ours, and the doubt about it, in ms. */
export interface Reading {
  readonly offset: number;
  readonly uncertainty: number;
}

/** Libraries differ by up to a second at the edge; beyond this much doubt about the clocks nothing can be told. */
const MOST_DOUBT = 2_000;
/** A token is minted at the moment of sending; one that was still under way this long was another token. */
const SLOWEST = 2_000;

export function isDoubtful({ offset, uncertainty }: Reading): boolean {
  return Math.abs(offset) + uncertainty > MOST_DOUBT;
}

export function clockFacts({ offset, uncertainty }: Reading): Record<string, number | boolean> {
  const known = Number.isFinite(uncertainty);
  return { clock: known, ...(known && { offset: Math.round(offset), uncertainty: Math.round(uncertainty) }) };
}

/** Why nothing can be told at the edge of the tolerance; undefined where something can. */
export function judgeClock(exchanges: readonly Exchange[]): Judgement | undefined {
  const facts = exchanges.find(({ facts }) => facts?.['clock'] !== undefined)?.facts;
  if (facts === undefined) return undefined;
  if (facts['clock'] !== true) return open('the answers carry no Date: the clock of the server is unknown');
  const reading = { offset: Number(facts['offset']), uncertainty: Number(facts['uncertainty']) };
  if (!isDoubtful(reading)) return undefined;
  return open(
    `the clock of the server is off by ${seconds(reading.offset)} s (± ${seconds(reading.uncertainty)} s)`,
  );
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

/** A slow exchange becomes one without an answer: by then the token stood elsewhere in its skew. */
export function withoutSlow(exchange: Exchange): Exchange {
  if (exchange.facts?.['part'] !== 'probe') return exchange;
  if (exchange.timing.ended - exchange.timing.sent <= SLOWEST) return exchange;
  return { ...exchange, error: { code: 'SLOW', message: 'answered too late to tell' } };
}
