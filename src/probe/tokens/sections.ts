import { ALLOW_LIST, CONFUSION } from './sections/algorithm.ts';
import { CRITICAL_HEADER } from './sections/critical.ts';
import { PSYCHIC } from './sections/ecdsa.ts';
import { BASE64URL, DUPLICATE_MEMBERS, PAYLOAD_FORM, SERIALIZATION } from './sections/format.ts';
import { EMBEDDED_KEY } from './sections/header-keys.ts';
import { KEY_ID } from './sections/key-id.ts';
import { AUDIENCE, AUDIENCE_LIST, ISSUER, REQUIRED_CLAIMS, TYPE } from './sections/parties.ts';
import { CORRUPTED, TAMPERED, WRONG_KEY } from './sections/signature.ts';
import { SKEW_INSIDE, SKEW_OUTSIDE } from './sections/skew.ts';
import {
  EXPIRED,
  FRACTIONAL_EXPIRY,
  ISSUED_LATER,
  LIFETIME,
  MALFORMED_EXPIRY,
  NOT_YET_VALID,
} from './sections/time.ts';
import { SCHEME_CASE, SCHEME_REQUIRED, TWO_LOCATIONS, UNDECLARED_LOCATION } from './sections/transport.ts';
import { ALG_NONE, NO_TOKEN, STRIPPED } from './sections/unsigned.ts';
import { WEAK_SECRET } from './sections/weak-secret.ts';
import type { Section } from './variant.ts';

/** All that is sent to the endpoint of `policy.jwt`, the worst holes first: a target may stop answering on the way. */
export const SECTIONS: readonly Section[] = [
  NO_TOKEN,
  ALG_NONE,
  CORRUPTED,
  EXPIRED,
  STRIPPED,
  TAMPERED,
  WRONG_KEY,
  CONFUSION,
  WEAK_SECRET,
  EMBEDDED_KEY,
  PSYCHIC,
  KEY_ID,
  NOT_YET_VALID,
  ISSUER,
  AUDIENCE,
  SERIALIZATION,
  DUPLICATE_MEMBERS,
  ALLOW_LIST,
  AUDIENCE_LIST,
  REQUIRED_CLAIMS,
  TYPE,
  LIFETIME,
  MALFORMED_EXPIRY,
  PAYLOAD_FORM,
  CRITICAL_HEADER,
  ISSUED_LATER,
  FRACTIONAL_EXPIRY,
  SCHEME_REQUIRED,
  UNDECLARED_LOCATION,
  TWO_LOCATIONS,
  SCHEME_CASE,
  BASE64URL,
  SKEW_INSIDE,
  SKEW_OUTSIDE,
];
