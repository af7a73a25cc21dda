import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/model/suggest.ts';

const NAMES = ['contacts', 'jobs', 'files', 'constant-arrival-rate'];

test.each([
  ['contact', 'contacts'],
  ['contatcs', 'contacts'],
  ['Jobs', 'jobs'],
  ['constant-arival-rate', 'constant-arrival-rate'],
  ['signed-url', undefined],
  ['x', undefined],
  ['', undefined],
])('%j is probably %j', (word, candidate) => {
  expect(nearest(word, NAMES)).toBe(candidate);
});

test('a hint is put after a sentence, or nothing is', () => {
  expect(didYouMean('file', NAMES)).toBe(' Did you mean "files"?');
  expect(didYouMean('nothing-like-it', NAMES)).toBe('');
});
