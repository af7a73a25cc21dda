import type { DefectsByPlan } from './row.ts';

export const STREAMS_DEFECTS = {
  relay: [
    {
      id: 'stream-charset',
      title: 'Answers to queries are declared to be in ISO-8859-1',
      primary: 'streams/media-type',
    },
    {
      id: 'stream-torn-off',
      title: 'The connection of the feed is closed without the last chunk',
      primary: 'streams/completion',
      implied: ['endpoints/expectations'],
    },
    {
      id: 'stream-last-event-open',
      title: 'The event that ends the feed lacks its blank line',
      primary: 'streams/last-event',
      // What every parser discards is not there.
      implied: ['streams/completion', 'endpoints/expectations'],
    },
    {
      id: 'stream-held-back',
      title: 'The feed is collected and sent in one go',
      primary: 'streams/incremental',
    },
    {
      id: 'stream-resume-ignored',
      title: 'The feed begins from the start, whatever Last-Event-ID says',
      primary: 'streams/protocol',
    },
    {
      id: 'stream-loses-notes',
      title: 'The last note is missing in the feed',
      primary: 'streams/content',
    },
    {
      id: 'stream-refuses-late',
      title: 'Without a good token the feed is answered 200, and an event says why it ends',
      primary: 'streams/parity',
    },
  ],
} as const satisfies DefectsByPlan;
