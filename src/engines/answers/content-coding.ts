import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** A body as text, its content coding removed; undefined when that is broken. */
export function textOf(body: Buffer, header: (name: string) => string | undefined): string | undefined {
  return body.length === 0 ? '' : decoded(body, header('content-encoding'))?.toString('utf8');
}

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Buffer;

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
  identity: (body) => body,
};

const LONGEST = 16 * 1_048_576;

/**
 * Removes the content codings of a body (RFC 9110, section 8.4), which a target may apply when a plan's own headers ask
 * for them; undefined when that is not possible.
 */
function decoded(body: Buffer, codings: string | undefined): Buffer | undefined {
  if (codings === undefined) return body;
  let content = body;
  for (const coding of codings.split(',').reverse()) {
    const decode = DECODERS[coding.trim().toLowerCase()];
    if (!decode) return undefined;
    try {
      content = decode(content, { maxOutputLength: LONGEST });
    } catch {
      return undefined;
    }
  }
  return content;
}
