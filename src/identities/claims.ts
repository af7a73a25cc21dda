import { decodeJwt } from 'jose/jwt/decode';

/** What a token says of itself when it is a JWT; nothing when it is opaque. The signature is not looked at. */
export interface TokenFacts {
  readonly subject?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

export function factsOf(token: string): TokenFacts {
  try {
    const { sub, exp } = decodeJwt(token);
    return {
      ...(typeof sub === 'string' && sub !== '' ? { subject: sub } : {}),
      ...(typeof exp === 'number' ? { expiresAt: exp * 1000 } : {}),
    };
  } catch {
    return {};
  }
}
