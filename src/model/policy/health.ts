import { z } from 'zod';
import { METHODS } from '../endpoint.ts';
import { Duration, Name } from '../units.ts';

export const HealthPolicy = z.strictObject({
  liveness: Name.optional().describe('endpoint'),
  readiness: Name.optional().describe('endpoint'),
  dependency: z
    .strictObject({
      down: z.strictObject({ method: z.enum(METHODS).default('POST'), path: z.string() }),
      up: z.strictObject({ method: z.enum(METHODS).default('POST'), path: z.string() }),
      settle: Duration.default(200),
    })
    .optional()
    .describe('requests that switch a dependency of a test system off and on again'),
});
