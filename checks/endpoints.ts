import type { Check } from '../src/model/check.ts';
import { expectations } from './endpoints/expectations.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const endpointsChecks: readonly Check[] = [expectations];
