import type { Check } from '../src/model/check.ts';
import { authenticated } from './caching/authenticated.ts';
import { crossUser } from './caching/cross-user.ts';
import { errors } from './caching/errors.ts';
import { etagOracle } from './caching/etag-oracle.ts';
import { signedFile } from './caching/signed-file.ts';
import { signedUrl } from './caching/signed-url.ts';
import { vary as cachingVary } from './caching/vary.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const cachingChecks: readonly Check[] = [
  authenticated,
  crossUser,
  etagOracle,
  cachingVary,
  signedFile,
  signedUrl,
  errors,
];
