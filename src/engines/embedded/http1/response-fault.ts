/** Why an answer cannot be used, for machines to read. */
export type Fault =
  | 'malformed-status-line'
  | 'malformed-header'
  | 'head-too-large'
  /** Not one number of bytes, or more than can be counted. */
  | 'bad-content-length'
  /** Anything but `chunked`: nothing else was offered. */
  | 'bad-transfer-coding'
  /** Both a length and a transfer coding: a sign of response splitting (RFC 9112, section 6.3). */
  | 'conflicting-lengths'
  /** `101`, which was never asked for. */
  | 'unexpected-upgrade'
  /** An interim answer that closes the connection: no final one could follow. */
  | 'closing-interim'
  | 'bad-chunk'
  | 'malformed-trailer'
  | 'trailers-too-large'
  | 'body-too-large'
  /** The target sent no more before the answer was complete. */
  | 'truncated';
