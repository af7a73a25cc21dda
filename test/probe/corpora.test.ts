import { describe, expect, test } from 'vitest';
import { grantOf } from '../../src/probe/cors/protocol.ts';
import { ACCEPTED, CREDENTIALS, NO_CREDENTIALS, ORIGIN, REFUSED } from './corpora/cors-grants.ts';
import { wptOrigin } from './corpora/wpt-origin.ts';
import { wycheproof } from './corpora/wycheproof.ts';

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

/** Corpora of others are no part of this repository: a variable names a copy of the file, and all of it is tried. */
const OUTSIDE = [
  {
    variable: 'JWS_CORPUS',
    file: 'testvectors_v1/json_web_signature_test.json of C2SP/wycheproof',
    suite: wycheproof,
  },
  { variable: 'CORS_CORPUS', file: 'cors/origin.htm of web-platform-tests/wpt', suite: wptOrigin },
] as const;

for (const { variable, file, suite } of OUTSIDE) {
  const path = process.env[variable];
  if (path === undefined) process.stderr.write(`SKIPPED: ${variable} names no copy of ${file}\n`);
  else describe(file, () => suite(path));
}
