import type { Check, CheckContext, Probe } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import { needsJwt } from './jwt-check.ts';
import { open } from './jwt-judge.ts';
import type { Claims, Mint } from './jwt-mint.ts';
import { baselines, jwtTrial, observeVariants, type Variant, variantBudget } from './jwt-observe.ts';

export interface SkewCheck
  extends Pick<Check, 'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references'> {
  /** Least declared tolerance (ms) that can be told from the noise of two clocks. */
  readonly least: number;
  /** Distance in seconds from the tolerance at which the check probes. */
  readonly edge: number;
  readonly variants: (seconds: number) => readonly SkewVariant[];
  readonly judgeClear: (exchanges: readonly Exchange[]) => Judgement;
}

export interface SkewVariant {
  readonly name: string;
  readonly change: (now: number) => Claims;
}

/** Libraries differ by up to a second at the edge; beyond this much doubt about the clocks nothing can be told. */
const MOST_DOUBT = 2_000;
/** A token is minted at the moment of sending; one that was still under way this long was another token. */
const SLOWEST = 2_000;
/** Requests that the reading of the server's clock may take. */
const CLOCK_BUDGET = 12;
/** Seconds that a skewed token lives, or less where the allowed lifetime is shorter. */
const VALIDITY = 60;

/** A check around the edge of the declared clock skew, by the server's clock. */
export function skewCheck(check: SkewCheck): Check {
  const { least, edge, variants, judgeClear, ...described } = check;
  return {
    ...described,
    active: true,
    exhausting: false,
    budget: () => variantBudget(2) + CLOCK_BUDGET,
    needs: (context) => needsJwt(context) ?? needsTolerance(context, least),
    observe: (probe, context) => observe(probe, context, (tolerance) => variants(tolerance + edge)),
    judge: (exchanges) => judgeClock(exchanges) ?? judgeClear(exchanges.map(withoutSlow)),
  };
}

function needsTolerance({ policy }: CheckContext, least: number): string | undefined {
  const tolerance = policy.jwt?.tolerance ?? 0;
  if (tolerance === 0) return 'declare policy.jwt.tolerance, the clock skew that is allowed';
  return tolerance < least
    ? `policy.jwt.tolerance is below ${least / 1000} s, which cannot be told from the noise of two clocks`
    : undefined;
}

async function observe(
  probe: Probe,
  context: CheckContext,
  variantsFor: (tolerance: number) => readonly SkewVariant[],
): Promise<Exchange[]> {
  const trial = await jwtTrial(probe, context);
  // Every answer narrows what is known of the server's clock, so it is read after the baselines.
  const opening = await baselines(probe, trial);
  const clock = await probe.serverClock();
  const doubt = clock ? Math.abs(clock.offset) + clock.uncertainty : Number.POSITIVE_INFINITY;
  const variants = variantsFor((context.policy.jwt?.tolerance ?? 0) / 1000).map(toVariant);
  const aligned = { ...trial, offset: clock?.offset ?? 0 };
  const seen = doubt > MOST_DOUBT ? opening : await observeVariants(probe, aligned, variants, opening);
  return seen.map((exchange) => withClock(exchange, clock));
}

function withClock(exchange: Exchange, clock: Awaited<ReturnType<Probe['serverClock']>>): Exchange {
  const facts: Record<string, string | number | boolean> = { ...exchange.facts, clock: clock !== undefined };
  if (clock)
    Object.assign(facts, { offset: Math.round(clock.offset), uncertainty: Math.round(clock.uncertainty) });
  return { ...exchange, facts };
}

function toVariant({ name, change }: SkewVariant): Variant {
  return { name, token: (mint, now) => mint.sign(skewed(mint, now, change(now))) };
}

/** Claims with the change, and otherwise consistent: issued before they expire, for a minute at most. */
function skewed(mint: Mint, now: number, change: Claims): Claims {
  const claims = mint.claims(now);
  const validity = Math.min(VALIDITY, (Number(claims['exp']) - Number(claims['iat'])) / 2);
  const expires = change['exp'];
  const before = typeof expires === 'number' ? expires - validity : undefined;
  const issued = before === undefined ? {} : { iat: before, nbf: before };
  return { ...claims, ...issued, exp: now + validity, ...change };
}

function judgeClock(exchanges: readonly Exchange[]): Judgement | undefined {
  const facts = exchanges[0]?.facts;
  if (facts?.['clock'] !== true) return open('the answers carry no Date: the clock of the server is unknown');
  const offset = Number(facts['offset']);
  const uncertainty = Number(facts['uncertainty']);
  if (Math.abs(offset) + uncertainty <= MOST_DOUBT) return undefined;
  return open(`the clock of the server is off by ${seconds(offset)} s (± ${seconds(uncertainty)} s)`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

/** A slow exchange becomes one without an answer: by then the token stood elsewhere in its skew. */
function withoutSlow(exchange: Exchange): Exchange {
  if (exchange.facts?.['part'] !== 'probe') return exchange;
  if (exchange.timing.ended - exchange.timing.sent <= SLOWEST) return exchange;
  return { ...exchange, error: { code: 'SLOW', message: 'answered too late to tell' } };
}
