import { forge } from '../forge.ts';
import type { Section } from '../variant.ts';

/** What a sample is signed with is tried against a list, without a request; only the blank secret is sent. */
export const WEAK_SECRET: Section = {
  id: 'jwt/weak-secret',
  variants: () => [
    {
      name: 'HMAC with a blank secret',
      token: (source) => {
        const alg = source.algorithm.startsWith('HS') ? source.algorithm : 'HS256';
        return forge({
          header: { ...source.header, alg },
          payload: source.claims(),
          signWith: { kind: 'hmac', key: '', hash: `sha${alg.slice(2)}` as 'sha256' },
        });
      },
    },
  ],
};
