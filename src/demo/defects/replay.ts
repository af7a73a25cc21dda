import type { DefectsByPlan } from './row.ts';

export const REPLAY_DEFECTS = {
  scholarship: [
    {
      id: 'replay-accepted',
      title: 'A one-time token may be used again',
      primary: 'jwt/replay',
      implied: ['jwt/replay-same-jti', 'jwt/replay-concurrent'],
    },
    {
      id: 'replay-by-token-text',
      title: 'Used tokens are remembered by their text rather than their jti',
      primary: 'jwt/replay-same-jti',
    },
    {
      id: 'replay-race',
      title: 'The jti is looked up first and noted later',
      primary: 'jwt/replay-concurrent',
    },
  ],
} as const satisfies DefectsByPlan;
