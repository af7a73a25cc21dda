import { OUTCOMES, type Outcome } from '../model/sample.ts';
import type { CountName, RateName } from './ast.ts';

/** Everything that was tried: all but what our own stop cut off. */
export const ATTEMPTS: readonly Outcome[] = OUTCOMES.filter((outcome) => outcome !== 'cut');

/** Attempts without shed load: what every rate but that of 429 is taken over. */
export const UNLIMITED: readonly Outcome[] = ATTEMPTS.filter((outcome) => outcome !== '429');

/** What counts against availability. */
export const UNAVAILABLE: readonly Outcome[] = ['5xx', 'network', 'timeout', 'dropped'];

/** Answers, right or wrong, without shed load: what `duration` is taken over. */
export const ANSWERED: readonly Outcome[] = ['ok', 'unexpected', '4xx', '5xx'];

const NAMED: Readonly<Partial<Record<CountName, readonly Outcome[]>>> = {
  success: ['ok'],
  errors: UNLIMITED.filter((outcome) => outcome !== 'ok'),
  requests: ATTEMPTS,
};

/** Outcomes that a name of `rate()` or `count()` stands for. */
export function outcomesOf(name: CountName): readonly Outcome[] {
  return NAMED[name] ?? [name as Outcome];
}

/** What a rate is taken over. */
export function populationOf(name: RateName): readonly Outcome[] {
  return name === '429' ? ATTEMPTS : UNLIMITED;
}
