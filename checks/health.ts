import type { Check } from '../src/model/check.ts';
import { liveness } from './health/liveness.ts';
import { readiness } from './health/readiness.ts';
import { readyServes } from './health/ready-serves.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const healthChecks: readonly Check[] = [liveness, readiness, readyServes];
