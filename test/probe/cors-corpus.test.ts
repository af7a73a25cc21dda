import { describe, expect, test } from 'vitest';
import { grantOf } from '../../src/probe/cors.ts';
import { ACCEPTED, CREDENTIALS, NO_CREDENTIALS, ORIGIN, REFUSED } from './corpora/cors-grants.ts';

const as = (name: string, values: readonly string[]) => values.map((value) => [name, value] as const);
const origins = (values: readonly string[]) => as('Access-Control-Allow-Origin', values);
const credentials = (values: readonly string[]) => as('Access-Control-Allow-Credentials', values);

describe('Access-Control-Allow-Origin', () => {
  test.each(ACCEPTED.map((values) => [values]))('%j grants', (values) => {
    expect(grantOf(origins(values), ORIGIN).anonymous).toBe(true);
  });

  test.each(REFUSED.map((values) => [values]))('%j grants nothing', (values) => {
    const refused = { anonymous: false, credentialed: false };
    expect(grantOf([...origins(values), ...credentials(['true'])], ORIGIN)).toEqual(refused);
  });
});

describe('Access-Control-Allow-Credentials', () => {
  const granted = origins([ORIGIN]);
  test.each(CREDENTIALS.map((values) => [values]))('%j grants', (values) => {
    expect(grantOf([...granted, ...credentials(values)], ORIGIN).credentialed).toBe(true);
    expect(grantOf([...origins(['*']), ...credentials(values)], ORIGIN).credentialed).toBe(false);
  });

  test.each(NO_CREDENTIALS.map((values) => [values]))('%j grants none', (values) => {
    expect(grantOf([...granted, ...credentials(values)], ORIGIN).credentialed).toBe(false);
  });
});
