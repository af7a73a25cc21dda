import type { Check } from '../src/model/check.ts';

/** Every check there is, in the order in which reports list them. Adding one is one line here. */
export const checks: readonly Check[] = [];
