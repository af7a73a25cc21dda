import { replayCheck } from '../../src/probe/replay.ts';

export const replay = replayCheck({
  id: 'jwt/replay',
  cases: ['RPL-01'],
  title: 'A one-time token is rejected the second time',
  severity: 'high',
  kind: 'policy',
  why: 'Whoever records a one-time token could do its deed again.',
  remedy:
    'Store the jti of every accepted token until exp plus the tolerance, and reject what is already there.',
  references: ['RFC 7519 section 4.1.7', 'RFC 7523 section 3', 'RFC 9449 section 11.1'],
  sent: 'the second use of a one-time token',
  pair: async (mint) => {
    const token = await mint.valid();
    return [token, token];
  },
});
