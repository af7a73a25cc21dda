import { z } from 'zod';
import { Name } from '../units.ts';

export const ReplayPolicy = z.strictObject({
  endpoint: Name,
  identity: Name.describe('the pool of kind jwt that mints the tokens'),
  replay: z.enum(['one-time', 'reusable']),
});
