import type { Check } from '../src/model/check.ts';
import { allowedOrigin } from './cors/allowed-origin.ts';
import { arbitraryOrigin } from './cors/arbitrary-origin.ts';
import { closedLists } from './cors/closed-lists.ts';
import { credentialsSpelling } from './cors/credentials-spelling.ts';
import { errorsNotGranted } from './cors/errors-not-granted.ts';
import { errorsReadable } from './cors/errors-readable.ts';
import { exposeHeaders } from './cors/expose-headers.ts';
import { furtherEndpoints } from './cors/further-endpoints.ts';
import { httpDowngrade } from './cors/http-downgrade.ts';
import { literalWildcard } from './cors/literal-wildcard.ts';
import { localhost } from './cors/localhost.ts';
import { malformedOrigin } from './cors/malformed-origin.ts';
import { maxAge } from './cors/max-age.ts';
import { methodCase } from './cors/method-case.ts';
import { nullOrigin } from './cors/null-origin.ts';
import { oddScheme } from './cors/odd-scheme.ts';
import { originValue } from './cors/origin-value.ts';
import { plainOptions } from './cors/plain-options.ts';
import { port } from './cors/port.ts';
import { prefix } from './cors/prefix.ts';
import { prefixDot } from './cors/prefix-dot.ts';
import { preflightWithoutAuth } from './cors/preflight-without-auth.ts';
import { sharedHosting } from './cors/shared-hosting.ts';
import { specialCharacters } from './cors/special-characters.ts';
import { subdomain } from './cors/subdomain.ts';
import { substring } from './cors/substring.ts';
import { suffix } from './cors/suffix.ts';
import { unescapedDot } from './cors/unescaped-dot.ts';
import { vary } from './cors/vary.ts';
import { wildcardWithCredentials } from './cors/wildcard-with-credentials.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const corsChecks: readonly Check[] = [
  arbitraryOrigin,
  nullOrigin,
  prefixDot,
  prefix,
  suffix,
  substring,
  unescapedDot,
  subdomain,
  httpDowngrade,
  port,
  specialCharacters,
  localhost,
  sharedHosting,
  oddScheme,
  malformedOrigin,
  allowedOrigin,
  preflightWithoutAuth,
  closedLists,
  methodCase,
  wildcardWithCredentials,
  literalWildcard,
  credentialsSpelling,
  originValue,
  vary,
  maxAge,
  exposeHeaders,
  errorsReadable,
  errorsNotGranted,
  furtherEndpoints,
  plainOptions,
];
