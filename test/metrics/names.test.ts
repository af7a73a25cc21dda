import { expect, test } from 'vitest';
import { BoundedNames, OTHER } from '../../src/metrics/names.ts';

test('names are admitted in the order in which they come, and then no more', () => {
  const names = new BoundedNames(2);
  expect(['a', 'b', 'c', 'a'].map((name) => names.admit(name))).toEqual(['a', 'b', OTHER, 'a']);
  expect(names.refused).toBe(1);
});

test('names to keep always have room', () => {
  const names = new BoundedNames(1, ['kept']);
  expect(['a', 'b', 'kept'].map((name) => names.admit(name))).toEqual(['a', OTHER, 'kept']);
});

test('a long name is cut', () => {
  const names = new BoundedNames(1);
  expect(names.admit('x'.repeat(300))).toBe('x'.repeat(200));
  expect(names.admit('x'.repeat(400))).toBe('x'.repeat(200));
  expect(names.refused).toBe(0);
});

test('samples are counted, not calls', () => {
  const names = new BoundedNames(0);
  names.admit('a', 40);
  names.admit('b', 2);
  expect(names.refused).toBe(42);
});

test('a name that another store replaced takes no room, and its samples are counted', () => {
  const names = new BoundedNames(1);
  expect(names.admit(OTHER, 7)).toBe(OTHER);
  expect(names.admit('a')).toBe('a');
  expect(names.refused).toBe(7);
});
