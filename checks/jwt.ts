import type { Check } from '../src/model/check.ts';
import { algNone } from './jwt/alg-none.ts';
import { algorithmAllowList } from './jwt/algorithm-allow-list.ts';
import { algorithmConfusion } from './jwt/algorithm-confusion.ts';
import { audience } from './jwt/audience.ts';
import { audienceList } from './jwt/audience-list.ts';
import { base64url } from './jwt/base64url.ts';
import { challenge } from './jwt/challenge.ts';
import { corrupted } from './jwt/corrupted.ts';
import { criticalHeader } from './jwt/critical-header.ts';
import { disclosure } from './jwt/disclosure.ts';
import { duplicateMembers } from './jwt/duplicate-members.ts';
import { embeddedKey } from './jwt/embedded-key.ts';
import { expired } from './jwt/expired.ts';
import { fractionalExpiry } from './jwt/fractional-expiry.ts';
import { issuedLater } from './jwt/issued-later.ts';
import { issuer } from './jwt/issuer.ts';
import { keyId } from './jwt/key-id.ts';
import { lifetime } from './jwt/lifetime.ts';
import { malformedExpiry } from './jwt/malformed-expiry.ts';
import { noToken } from './jwt/no-token.ts';
import { notYetValid } from './jwt/not-yet-valid.ts';
import { payloadForm } from './jwt/payload-form.ts';
import { psychicSignature } from './jwt/psychic-signature.ts';
import { replay } from './jwt/replay.ts';
import { replayConcurrent } from './jwt/replay-concurrent.ts';
import { replayDistinct } from './jwt/replay-distinct.ts';
import { replayElsewhere } from './jwt/replay-elsewhere.ts';
import { replayExpired } from './jwt/replay-expired.ts';
import { replayJtiShape } from './jwt/replay-jti-shape.ts';
import { replayLeeway } from './jwt/replay-leeway.ts';
import { replayMalleable } from './jwt/replay-malleable.ts';
import { replayPoisoning } from './jwt/replay-poisoning.ts';
import { replayReusable } from './jwt/replay-reusable.ts';
import { replaySameJti } from './jwt/replay-same-jti.ts';
import { requiredClaims } from './jwt/required-claims.ts';
import { robustness } from './jwt/robustness.ts';
import { schemeCase } from './jwt/scheme-case.ts';
import { schemeRequired } from './jwt/scheme-required.ts';
import { serialization } from './jwt/serialization.ts';
import { skewInside } from './jwt/skew-inside.ts';
import { skewOutside } from './jwt/skew-outside.ts';
import { stripped } from './jwt/stripped.ts';
import { tampered } from './jwt/tampered.ts';
import { tenantClaim } from './jwt/tenant-claim.ts';
import { twoLocations } from './jwt/two-locations.ts';
import { type } from './jwt/type.ts';
import { undeclaredLocation } from './jwt/undeclared-location.ts';
import { weakSecret } from './jwt/weak-secret.ts';
import { wrongKey } from './jwt/wrong-key.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const jwtChecks: readonly Check[] = [
  noToken,
  algNone,
  stripped,
  corrupted,
  tampered,
  wrongKey,
  algorithmConfusion,
  weakSecret,
  algorithmAllowList,
  embeddedKey,
  keyId,
  psychicSignature,
  criticalHeader,
  serialization,
  duplicateMembers,
  base64url,
  payloadForm,
  expired,
  notYetValid,
  issuedLater,
  issuer,
  audience,
  audienceList,
  requiredClaims,
  type,
  malformedExpiry,
  lifetime,
  fractionalExpiry,
  tenantClaim,
  skewInside,
  skewOutside,
  schemeCase,
  schemeRequired,
  undeclaredLocation,
  twoLocations,
  challenge,
  disclosure,
  robustness,
  replay,
  replayElsewhere,
  replaySameJti,
  replayMalleable,
  replayConcurrent,
  replayLeeway,
  replayExpired,
  replayPoisoning,
  replayDistinct,
  replayJtiShape,
  replayReusable,
];
