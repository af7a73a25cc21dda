import { CHUNKS, CONNECTIONS, INTERIMS, TO_HEAD, TRAILERS } from './corpus-body.ts';
import { CODINGS, FIELDS, LENGTHS, LINES } from './corpus-head.ts';
import type { Row } from './corpus-row.ts';

/** Known edge cases, those of request smuggling and response splitting among them, by what they are about. */
export const CORPUS: Readonly<Record<string, readonly Row[]>> = {
  'status lines': LINES,
  'field lines': FIELDS,
  lengths: LENGTHS,
  codings: CODINGS,
  chunks: CHUNKS,
  trailers: TRAILERS,
  'interim answers': INTERIMS,
  connections: CONNECTIONS,
  'answers to HEAD': TO_HEAD,
};
