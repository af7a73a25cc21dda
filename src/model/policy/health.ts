import { z } from 'zod';
import { METHODS } from '../endpoint.ts';
import { Duration, Name } from '../units.ts';

export const HealthPolicy = z.strictObject({
  liveness: Name.optional().describe('endpoint'),
  readiness: Name.optional().describe('endpoint'),
  within: Duration.optional().describe('the longest that liveness takes'),
  noStore: z.boolean().default(false).describe('liveness is answered with Cache-Control: no-store'),
  discloses: z
    .array(z.enum(['dependencies', 'versions']))
    .optional()
    .describe('what the body of liveness may tell; [] = neither; not looked at when left out'),
  serves: z
    .array(Name)
    .default([])
    .describe('endpoints that a service which says it is ready answers, none of them by a 5xx'),
  dependency: z
    .strictObject({
      down: z.strictObject({ method: z.enum(METHODS).default('POST'), path: z.string() }),
      up: z.strictObject({ method: z.enum(METHODS).default('POST'), path: z.string() }),
      settle: Duration.default(200),
    })
    .optional()
    .describe('requests that switch a dependency of a test system off and on again'),
});
