import type { Check } from '../src/model/check.ts';
import { expiry } from './tls/expiry.ts';
import { key } from './tls/key.ts';
import { modernVersions } from './tls/modern-versions.ts';
import { oldVersions } from './tls/old-versions.ts';
import { ports } from './tls/ports.ts';
import { trusted } from './tls/trusted.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const tlsChecks: readonly Check[] = [trusted, expiry, oldVersions, modernVersions, key, ports];
