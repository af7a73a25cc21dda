import type { Check } from '../src/model/check.ts';
import { algNone } from './jwt/alg-none.ts';
import { algorithmConfusion } from './jwt/algorithm-confusion.ts';
import { audience } from './jwt/audience.ts';
import { corrupted } from './jwt/corrupted.ts';
import { expired } from './jwt/expired.ts';
import { issuer } from './jwt/issuer.ts';
import { lifetime } from './jwt/lifetime.ts';
import { noToken } from './jwt/no-token.ts';
import { notYetValid } from './jwt/not-yet-valid.ts';
import { replay } from './jwt/replay.ts';
import { replayConcurrent } from './jwt/replay-concurrent.ts';
import { replaySameJti } from './jwt/replay-same-jti.ts';
import { requiredClaims } from './jwt/required-claims.ts';
import { skewInside } from './jwt/skew-inside.ts';
import { skewOutside } from './jwt/skew-outside.ts';
import { stripped } from './jwt/stripped.ts';
import { tampered } from './jwt/tampered.ts';

/** Every check there is, in the order in which reports list them. Adding one is one line here. */
export const checks: readonly Check[] = [
  noToken,
  algNone,
  stripped,
  corrupted,
  tampered,
  algorithmConfusion,
  expired,
  notYetValid,
  issuer,
  audience,
  requiredClaims,
  lifetime,
  skewInside,
  skewOutside,
  replay,
  replaySameJti,
  replayConcurrent,
];
