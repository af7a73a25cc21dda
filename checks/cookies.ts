import type { Check } from '../src/model/check.ts';
import { domain } from './cookies/domain.ts';
import { httpOnly } from './cookies/http-only.ts';
import { onErrors } from './cookies/on-errors.ts';
import { prefixes } from './cookies/prefixes.ts';
import { sameSite } from './cookies/same-site.ts';
import { secure } from './cookies/secure.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const cookiesChecks: readonly Check[] = [secure, httpOnly, sameSite, prefixes, domain, onErrors];
