import type { Check } from '../src/model/check.ts';
import { cachingChecks } from './caching.ts';
import { cookiesChecks } from './cookies.ts';
import { corsChecks } from './cors.ts';
import { endpointsChecks } from './endpoints.ts';
import { headersChecks } from './headers.ts';
import { healthChecks } from './health.ts';
import { jwtChecks } from './jwt.ts';
import { rateLimitChecks } from './rate-limit.ts';
import { streamsChecks } from './streams.ts';
import { tenancyChecks } from './tenancy.ts';
import { tlsChecks } from './tls.ts';

/** Every check there is, family by family, in the order in which reports list them. */
export const checks: readonly Check[] = [
  ...corsChecks,
  ...jwtChecks,
  ...rateLimitChecks,
  ...headersChecks,
  ...cookiesChecks,
  ...cachingChecks,
  ...tenancyChecks,
  ...healthChecks,
  ...streamsChecks,
  ...tlsChecks,
  ...endpointsChecks,
];
