import { type Episode, episodesBudget, type Step } from '../../src/probe/replay/episode.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';

/** Connections that each may lead to another instance of the service. */
const CONNECTIONS = { quick: 0, standard: 2, deep: 10 } as const;

export const replay = replayCheck({
  id: 'jwt/replay',
  cases: ['RPL-01', 'RPL-06'],
  title: 'A one-time token is rejected the second time, whatever connection it comes on',
  severity: 'high',
  kind: 'policy',
  profile: 'quick',
  why: 'Whoever records a one-time token could do its deed again.',
  remedy:
    'Store the jti of every accepted token until exp plus the tolerance, in one place for all instances, and reject what is already there.',
  references: ['RFC 7519 section 4.1.7', 'RFC 7523 section 3', 'RFC 9449 section 11.1'],
  wording: spent('a one-time token that was used already'),
  most: ({ profile }) => episodesBudget([2, ...(CONNECTIONS[profile] > 0 ? [1 + CONNECTIONS[profile]] : [])]),
  episodes: ({ context: { profile } }) => {
    const count = CONNECTIONS[profile];
    return count === 0 ? [again()] : [again(), onOtherConnections(count)];
  },
});

function again(): Episode {
  return {
    name: 'again',
    row: 'RPL-01',
    steps: async (mint) => {
      const token = await mint.valid();
      return [
        { token, wants: 'accepted' },
        { token, wants: 'rejected', asks: true },
      ];
    },
  };
}

function onOtherConnections(count: number): Episode {
  return {
    name: `on ${count} other connections`,
    row: 'RPL-06',
    steps: async (mint) => {
      const token = await mint.valid();
      const repeat: Step = { token, wants: 'rejected', asks: true, alone: true };
      return [{ token, wants: 'accepted', alone: true }, ...Array.from({ length: count }, () => repeat)];
    },
  };
}
