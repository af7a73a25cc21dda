import { z } from 'zod';
import { Day } from './units.ts';

/** Who allowed active probing and floods of a target that is not loopback, of what, and until when. */
export const Authorisation = z.strictObject({
  by: z.string().min(1).describe('the person or team that allowed it'),
  scope: z.string().min(1).describe('what was allowed'),
  until: Day.describe('the last day on which it holds'),
});

/** TLS settings of a target; files are PEM, relative to the plan. */
export const Tls = z.strictObject({
  ca: z.string().optional().describe('file of the certificate authority to trust'),
  cert: z.string().optional().describe('file of the client certificate'),
  key: z.string().optional().describe('file of the client key'),
  servername: z.string().optional().describe('name to ask for (SNI) and to verify'),
  insecure: z.boolean().default(false).describe('do not verify; stated in the report'),
});

/** How requests are made to land on the canary rather than on the stable version. */
export const Reach = z.union([
  z.strictObject({ header: z.strictObject({ name: z.string(), value: z.string() }) }),
  z.strictObject({ cookie: z.strictObject({ name: z.string(), value: z.string() }) }),
  z.strictObject({ resolve: z.string().describe('address to connect to instead of the host of the URL') }),
  z.strictObject({ url: z.literal(true).describe('the base URL is the canary itself') }),
]);

/** How an answer says which version gave it. */
export const Identify = z.union([
  z.strictObject({ header: z.string(), equals: z.string() }),
  z.strictObject({ json: z.string().describe('JSONPath in the body of every answer'), equals: z.string() }),
]);

export const Target = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'an http:// or https:// URL is wanted' }),
  tls: Tls.optional(),
  headers: z.record(z.string(), z.string()).default({}).describe('sent with every request'),
  reach: Reach.optional(),
  identify: Identify.optional(),
  maxRate: z.number().positive().optional().describe('requests per second that nothing may exceed'),
  authorisation: Authorisation.optional(),
  subject: z
    .strictObject({
      version: z.string().optional(),
      digest: z.string().optional(),
      commit: z.string().optional(),
    })
    .default({})
    .describe('what is being judged; shown in the report'),
});
export type Target = z.output<typeof Target>;

const LOOPBACK =
  /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/i;

/** True for targets on this very machine, which need no authorisation. */
export function isLoopback(target: Pick<Target, 'url'> & { reach?: Target['reach'] }): boolean {
  const reach = target.reach;
  if (reach && 'resolve' in reach) return LOOPBACK.test(reach.resolve) || reach.resolve === '::1';
  return LOOPBACK.test(new URL(target.url).hostname);
}
