import { z } from 'zod';
import { Duration, Name } from '../units.ts';

export const ReplayPolicy = z
  .strictObject({
    endpoint: Name,
    identity: Name.describe('the pool of kind jwt that mints the tokens'),
    replay: z.enum(['one-time', 'reusable']),
    scope: z
      .enum(['endpoint', 'global'])
      .default('endpoint')
      .describe('global: a token that was used at one endpoint is used up at the others too'),
    elsewhere: z
      .array(Name)
      .default([])
      .describe('with scope global: other endpoints that the same tokens open, once for all of them'),
    otherIssuer: Name.optional().describe(
      'a pool of kind jwt of another issuer that the endpoint accepts as well: its jti are counted apart',
    ),
    tolerance: Duration.optional().describe(
      'clock skew that is allowed; that of policy.jwt when left out: a used token is remembered for so long after exp',
    ),
  })
  .refine(({ scope, elsewhere }) => scope === 'global' || elsewhere.length === 0, {
    path: ['elsewhere'],
    error: 'has no meaning without "scope: global"',
  });
export type ReplayPolicy = z.output<typeof ReplayPolicy>;
