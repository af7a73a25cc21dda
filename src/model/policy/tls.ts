import { z } from 'zod';

/** Versions of TLS that may be promised; older ones never are (RFC 8996). */
export const TLS_VERSIONS = ['1.2', '1.3'] as const;

/** A TCP port: a number, or its digits, so that it can come from the environment. */
const Port = z
  .union([z.int(), z.string().regex(/^\d{1,5}$/, { error: 'a port from 1 to 65535 is wanted' })])
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, { error: 'a port from 1 to 65535 is wanted' });

/** Ports of the target's own host that are looked at, and no others. */
const Ports = z.strictObject({
  open: z.array(Port).max(20).default([]),
  closed: z.array(Port).max(20).default([]).describe('nothing may answer there'),
});

export const TlsPolicy = z.strictObject({
  trusted: z
    .boolean()
    .optional()
    .describe('the chain leads to a trusted authority; left out: yes, unless targets.canary.tls.insecure'),
  names: z.array(z.string().min(1)).default([]).describe('further names that the certificate is for'),
  minDays: z.number().nonnegative().optional().describe('days that it is valid for at least'),
  versions: z
    .array(z.enum(TLS_VERSIONS))
    .min(1)
    .optional()
    .describe('versions that are all accepted; one of 1.2 and 1.3 when left out'),
  keyBits: z
    .strictObject({ rsa: z.int().positive().default(2048), ec: z.int().positive().default(256) })
    .prefault({})
    .describe('least length of the key'),
  ports: Ports.optional(),
});
