import type { Check } from '../model/check.ts';
import { contextOf } from '../probe/prober.ts';
import { surveyOf } from '../probe/surveys.ts';
import type { Plan } from './schema.ts';

/** What one check would come to with a plan. */
export interface CheckOutlook {
  readonly id: string;
  /** Whose requests it judges: those of one survey are sent once. */
  readonly survey: string;
  readonly exhausting: boolean;
  /** What must be declared first, where it does not apply. */
  readonly needs: string | undefined;
  /** At most. */
  readonly requests: number;
  /** Milliseconds that it waits at most, e.g. for a window to pass. */
  readonly waits: number;
}

/** Reckons what these checks would come to; nothing is sent. */
export function checkOutlooks(checks: readonly Check[], plan: Plan): CheckOutlook[] {
  return checks.map((check) => {
    const context = contextOf(check, {
      target: plan.targets.canary,
      policy: plan.policy,
      endpoints: plan.endpoints,
      sourceAddresses: plan.sourceAddresses,
      settings: plan.checks,
      checks,
    });
    const needs = check.needs(context);
    const applies = needs === undefined;
    return {
      id: check.id,
      survey: surveyOf(check),
      exhausting: check.exhausting,
      needs,
      requests: applies ? check.budget(context) : 0,
      waits: applies ? (check.waits?.(context) ?? 0) : 0,
    };
  });
}

/** Requests at most; what several checks judge is sent once. */
export function requestsOf(outlooks: readonly CheckOutlook[]): number {
  return sum(bySurvey(outlooks, 'requests'));
}

/** Seconds of waiting at most: side by side, but for those that use up limits, which may wait for each other's address. */
export function secondsOf(outlooks: readonly CheckOutlook[]): number {
  const exhausting = outlooks.filter((outlook) => outlook.exhausting);
  const others = outlooks.filter((outlook) => !outlook.exhausting);
  return Math.max(0, sum(bySurvey(exhausting, 'waits')), ...bySurvey(others, 'waits')) / 1000;
}

function bySurvey(outlooks: readonly CheckOutlook[], what: 'requests' | 'waits'): number[] {
  const surveys = Map.groupBy(outlooks, ({ survey }) => survey);
  return [...surveys.values()].map((checks) => Math.max(...checks.map((check) => check[what])));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
