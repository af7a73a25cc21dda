import { expect, test } from 'vitest';
import { SecretIndex } from '../../src/http/secrets.ts';

function indexOf(secrets: Readonly<Record<string, string>>): SecretIndex {
  const index = new SecretIndex();
  for (const [secret, placeholder] of Object.entries(secrets)) index.add(secret, placeholder);
  return index;
}

test.each([
  ['nothing registered', {}, 'any text at all', 'any text at all'],
  ['at the start', { secret: 'X' }, 'secret!', 'X!'],
  ['at the end', { secret: 'X' }, '!secret', '!X'],
  ['overlapping: nothing of either is left', { abcdef: 'X', defghi: 'Y' }, '-abcdefghi-', '-XY-'],
  ['contained: the longer one', { bcdefg: 'X', abcdefgh: 'Y' }, '-abcdefgh-', '-Y-'],
  ['beyond ASCII', { 'пароль-кот': 'X' }, 'мой пароль-кот тут', 'мой X тут'],
  ['same hash of the end, other text', { aaaaaa: 'X' }, 'aaaaab aaaaaa', 'aaaaab X'],
  ['too short to be registered', { abc: 'X' }, 'abcabc', 'abcabc'],
])('%s', (_, secrets, text, wanted) => {
  expect(indexOf(secrets as Record<string, string>).replace(text)).toBe(wanted);
});
