import { expect, test } from 'vitest';
import { endsWithTerminal } from '../../../src/probe/streams/stream.ts';

test.each([
  ['by event', 'event: done\ndata: {}\n\n', { event: 'done' }, true],
  ['by data', 'data: [DONE]\n\n', { data: '[DONE]' }, true],
  ['by both', 'event: done\ndata: x\n\n', { event: 'done', data: 'x' }, true],
  ['other data', 'event: done\ndata: y\n\n', { event: 'done', data: 'x' }, false],
  ['the default event', 'data: x\n\n', { event: 'message' }, true],
  ['cut before its blank line', 'event: done\ndata: {}\n', { event: 'done' }, false],
  ['absent', 'event: value\ndata: 1\n\n', { event: 'done' }, false],
])('%s', (_, body, terminal, wanted) => {
  expect(endsWithTerminal(body, terminal)).toBe(wanted);
});
