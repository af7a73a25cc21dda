import type { Check } from '../src/model/check.ts';
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

/** In the order in which reports list them. Adding one is one line here. */
export const headersChecks: readonly Check[] = [
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
];
