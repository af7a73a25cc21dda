/** The bytes of an answer, as they could come from a target that then ends its side. */
export interface Case {
  readonly bytes: Buffer;
  /** It answers HEAD. */
  readonly isBodyless: boolean;
  /** Limit of the head, for the parser as for the oracle. */
  readonly headBytes: number;
  /** Nothing in it is against the grammar or the limits: to refuse it is wrong. */
  readonly isValid: boolean;
}

export const HEAD_BYTES = 65_536;
