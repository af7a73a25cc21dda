import { z } from 'zod';
import { Day, Duration } from './units.ts';

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

const Timeout = Duration.refine((milliseconds) => milliseconds > 0, { error: 'a time above 0 is wanted' });

/** How connections are opened, how long they last, and how long they may be silent. */
export const Connection = z.strictObject({
  protocol: z
    .enum(['auto', 'h1', 'h2'])
    .default('auto')
    .describe(
      'auto: what the server prefers (ALPN), HTTP/1.1 without TLS; h2 without TLS: by prior knowledge',
    ),
  maxAge: Duration.optional().describe('a connection that is older serves no further request'),
  maxRequests: z.int().positive().optional().describe('a connection serves no more requests than this'),
  connectTimeout: Timeout.default(10_000).describe('for name lookup, proxy, TCP and TLS together'),
  firstByteTimeout: Timeout.optional().describe('from the request to the first byte of its answer'),
  idleTimeout: Timeout.optional().describe('longest silence inside an answer'),
});

export const Target = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'an http:// or https:// URL is wanted' }),
  tls: Tls.optional(),
  headers: z.record(z.string(), z.string()).default({}).describe('sent with every request'),
  connection: Connection.prefault({}),
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

/** The proxy that a target is reached through; plain data, so that it can be handed to a worker. */
export interface ProxySettings {
  /** Scheme, host and port, without credentials. */
  readonly url: string;
  /** The value of `Proxy-Authorization`: a secret. */
  readonly authorization?: string;
  /** The environment variable that named it. */
  readonly variable: string;
}

const LOOPBACK =
  /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/i;

/** True for targets on this very machine, which need no authorisation. */
export function isLoopback(target: Pick<Target, 'url'> & { reach?: Target['reach'] }): boolean {
  const reach = target.reach;
  if (reach && 'resolve' in reach) return LOOPBACK.test(reach.resolve) || reach.resolve === '::1';
  return LOOPBACK.test(new URL(target.url).hostname);
}
