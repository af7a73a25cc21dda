/** How a stream ended before its answer was complete. */
export interface Break {
  /** Something of an answer had come. */
  readonly wasHeard: boolean;
  /** The error code of its RST_STREAM, by whichever side. */
  readonly reset: number;
  readonly error: NodeJS.ErrnoException | undefined;
  /** The whole session ended with it. */
  readonly isSessionLost: boolean;
  /** The target had sent GOAWAY. */
  readonly wasAnnounced: boolean;
}

/** By their numbers (RFC 9113, section 7). */
const ERROR_CODES = [
  'NGHTTP2_NO_ERROR',
  'NGHTTP2_PROTOCOL_ERROR',
  'NGHTTP2_INTERNAL_ERROR',
  'NGHTTP2_FLOW_CONTROL_ERROR',
  'NGHTTP2_SETTINGS_TIMEOUT',
  'NGHTTP2_STREAM_CLOSED',
  'NGHTTP2_FRAME_SIZE_ERROR',
  'NGHTTP2_REFUSED_STREAM',
  'NGHTTP2_CANCEL',
  'NGHTTP2_COMPRESSION_ERROR',
  'NGHTTP2_CONNECT_ERROR',
  'NGHTTP2_ENHANCE_YOUR_CALM',
  'NGHTTP2_INADEQUATE_SECURITY',
  'NGHTTP2_HTTP_1_1_REQUIRED',
] as const;

/** By which of the rules nghttp2 saw broken on the session; it names few. */
const BREACHES = new Map<number | undefined, string>([
  [-524, 'NGHTTP2_FLOW_CONTROL_ERROR'],
  // Too many CONTINUATION frames.
  [-905, 'head-too-large'],
]);

/**
 * Why there was no complete answer: the platform's code where the socket failed, `goaway` or `closed` where the target
 * ended the session, `truncated` or `closed` where it ended the stream without calling it an error, else the name of
 * an HTTP/2 error code.
 */
export function codeOf({ wasHeard, reset, error, isSessionLost, wasAnnounced }: Break): string {
  const code = error?.code ?? '';
  if (code !== '' && !code.startsWith('ERR_HTTP2_')) return code;
  if (code === 'ERR_HTTP2_ERROR') return BREACHES.get(error?.errno) ?? 'NGHTTP2_PROTOCOL_ERROR';
  if (isSessionLost) return wasAnnounced ? 'goaway' : 'closed';
  if (reset === 0) return wasHeard ? 'truncated' : 'closed';
  return nameOf(reset);
}

/** Codes that nobody knows count as INTERNAL_ERROR (RFC 9113, section 7). */
export function nameOf(code: number): string {
  return ERROR_CODES[code] ?? 'NGHTTP2_INTERNAL_ERROR';
}
