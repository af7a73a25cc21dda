import type { Check } from '../src/model/check.ts';
import { authenticated } from './caching/authenticated.ts';
import { crossUser } from './caching/cross-user.ts';
import { errors } from './caching/errors.ts';
import { etagOracle } from './caching/etag-oracle.ts';
import { signedFile } from './caching/signed-file.ts';
import { signedUrl } from './caching/signed-url.ts';
import { vary as cachingVary } from './caching/vary.ts';
import { domain } from './cookies/domain.ts';
import { httpOnly } from './cookies/http-only.ts';
import { onErrors } from './cookies/on-errors.ts';
import { prefixes } from './cookies/prefixes.ts';
import { sameSite } from './cookies/same-site.ts';
import { secure } from './cookies/secure.ts';
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
import { expectations } from './endpoints/expectations.ts';
import { banners } from './headers/banners.ts';
import { contentType } from './headers/content-type.ts';
import { duplicates } from './headers/duplicates.ts';
import { errorLeaks } from './headers/error-leaks.ts';
import { errorParity } from './headers/error-parity.ts';
import { exact } from './headers/exact.ts';
import { framing } from './headers/framing.ts';
import { hsts } from './headers/hsts.ts';
import { isolationSyntax } from './headers/isolation-syntax.ts';
import { nosniff } from './headers/nosniff.ts';
import { pagePolicy } from './headers/page-policy.ts';
import { plainHttp } from './headers/plain-http.ts';
import { referrerPolicy } from './headers/referrer-policy.ts';
import { liveness } from './health/liveness.ts';
import { readiness } from './health/readiness.ts';
import { readyServes } from './health/ready-serves.ts';
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
import { rateLimitChecks } from './rate-limit.ts';
import { completion } from './streams/completion.ts';
import { content } from './streams/content.ts';
import { incremental } from './streams/incremental.ts';
import { lastEvent } from './streams/last-event.ts';
import { mediaType } from './streams/media-type.ts';
import { parity } from './streams/parity.ts';
import { protocol } from './streams/protocol.ts';
import { collections } from './tenancy/collections.ts';
import { crossTenantRead } from './tenancy/cross-tenant-read.ts';
import { indistinguishable } from './tenancy/indistinguishable.ts';
import { override } from './tenancy/override.ts';
import { variants } from './tenancy/variants.ts';
import { expiry } from './tls/expiry.ts';
import { key } from './tls/key.ts';
import { modernVersions } from './tls/modern-versions.ts';
import { oldVersions } from './tls/old-versions.ts';
import { ports } from './tls/ports.ts';
import { trusted } from './tls/trusted.ts';

/** Every check there is, in the order in which reports list them. Adding one is one line here. */
export const checks: readonly Check[] = [
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
  ...rateLimitChecks,
  nosniff,
  contentType,
  hsts,
  pagePolicy,
  exact,
  framing,
  referrerPolicy,
  isolationSyntax,
  banners,
  errorParity,
  errorLeaks,
  duplicates,
  plainHttp,
  secure,
  httpOnly,
  sameSite,
  prefixes,
  domain,
  onErrors,
  authenticated,
  crossUser,
  etagOracle,
  cachingVary,
  signedFile,
  signedUrl,
  errors,
  crossTenantRead,
  collections,
  override,
  variants,
  indistinguishable,
  liveness,
  readiness,
  readyServes,
  mediaType,
  completion,
  lastEvent,
  incremental,
  protocol,
  content,
  parity,
  trusted,
  expiry,
  oldVersions,
  modernVersions,
  key,
  ports,
  expectations,
];
