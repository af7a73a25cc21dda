import { z } from 'zod';
import { Name } from '../units.ts';

/** What is promised of cookies; those that are neither named nor held to `strict` are only noted. */
export const CookiePolicy = z.strictObject({
  endpoints: z
    .array(Name)
    .default([])
    .describe('endpoints that set cookies, besides those of policy.headers.endpoints'),
  session: z
    .array(z.string().min(1))
    .default([])
    .describe('names of cookies that stand for a signed-in user'),
  domain: z
    .string()
    .regex(/^[^.\s/:][^\s/:]*$/, { error: 'a domain such as shop.example is wanted, without a leading dot' })
    .optional()
    .describe('the widest domain that a cookie may be for'),
  strict: z.boolean().default(false).describe('every cookie needs Secure and a valid SameSite'),
});
export type CookiePolicy = z.output<typeof CookiePolicy>;
