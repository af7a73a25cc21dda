import type { Check } from '../src/model/check.ts';
import { collections } from './tenancy/collections.ts';
import { crossTenantRead } from './tenancy/cross-tenant-read.ts';
import { indistinguishable } from './tenancy/indistinguishable.ts';
import { override } from './tenancy/override.ts';
import { variants } from './tenancy/variants.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const tenancyChecks: readonly Check[] = [
  crossTenantRead,
  collections,
  override,
  variants,
  indistinguishable,
];
