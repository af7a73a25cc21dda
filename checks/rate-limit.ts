import type { Check } from '../src/model/check.ts';
import { addressIsolation } from './rate-limit/address-isolation.ts';
import { authFailures } from './rate-limit/auth-failures.ts';
import { concurrency } from './rate-limit/concurrency.ts';
import { crossPod } from './rate-limit/cross-pod.ts';
import { declaredValues } from './rate-limit/declared-values.ts';
import { edgeBurst } from './rate-limit/edge-burst.ts';
import { enforced } from './rate-limit/enforced.ts';
import { exemptions } from './rate-limit/exemptions.ts';
import { forwardedSpoof } from './rate-limit/forwarded-spoof.ts';
import { forwardedVictim } from './rate-limit/forwarded-victim.ts';
import { freshToken } from './rate-limit/fresh-token.ts';
import { fullReset } from './rate-limit/full-reset.ts';
import { headerSyntax } from './rate-limit/header-syntax.ts';
import { isolation } from './rate-limit/isolation.ts';
import { notTooStrict } from './rate-limit/not-too-strict.ts';
import { otherKeys } from './rate-limit/other-keys.ts';
import { otherMethods } from './rate-limit/other-methods.ts';
import { pathVariants } from './rate-limit/path-variants.ts';
import { recovery } from './rate-limit/recovery.ts';
import { rejectionHygiene } from './rate-limit/rejection-hygiene.ts';
import { remaining } from './rate-limit/remaining.ts';
import { reset } from './rate-limit/reset.ts';
import { retryAfter } from './rate-limit/retry-after.ts';
import { tenantIsolation } from './rate-limit/tenant-isolation.ts';
import { unverifiedKey } from './rate-limit/unverified-key.ts';

/** The checks of rate limits, in the order in which reports list them. */
export const rateLimitChecks: readonly Check[] = [
  enforced,
  notTooStrict,
  headerSyntax,
  declaredValues,
  remaining,
  reset,
  retryAfter,
  rejectionHygiene,
  exemptions,
  isolation,
  tenantIsolation,
  addressIsolation,
  freshToken,
  forwardedSpoof,
  pathVariants,
  otherMethods,
  otherKeys,
  recovery,
  fullReset,
  concurrency,
  crossPod,
  edgeBurst,
  unverifiedKey,
  authFailures,
  forwardedVictim,
];
