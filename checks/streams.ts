import type { Check } from '../src/model/check.ts';
import { completion } from './streams/completion.ts';
import { content } from './streams/content.ts';
import { incremental } from './streams/incremental.ts';
import { lastEvent } from './streams/last-event.ts';
import { mediaType } from './streams/media-type.ts';
import { parity } from './streams/parity.ts';
import { protocol } from './streams/protocol.ts';

/** In the order in which reports list them. Adding one is one line here. */
export const streamsChecks: readonly Check[] = [
  mediaType,
  completion,
  lastEvent,
  incremental,
  protocol,
  content,
  parity,
];
