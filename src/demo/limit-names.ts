/** Requests per window: the documents' requests per minute. */
export const LIMITS = {
  public: 60,
  authenticated: 300,
  admin: 1000,
  agent: 50,
  files: 120,
  exports: 20,
} as const;
export type LimitName = keyof typeof LIMITS;
