import { describe, expect, test } from 'vitest';
import {
  grantOf,
  isEmittable,
  maxAgeOf,
  type Preflight,
  preflightHeaders,
  preflightRefusal,
  unexposed,
} from '../../../src/probe/cors/protocol.ts';

const A = 'https://a.example';
const ACAO = 'Access-Control-Allow-Origin';
const ACAC = 'access-control-allow-credentials';
type Lines = readonly (readonly [string, string])[];

describe('the CORS check of Fetch', () => {
  test.each<[string, Lines, boolean, boolean]>([
    ['nothing', [], false, false],
    ['the origin', [[ACAO, A]], true, false],
    [
      'the origin with credentials',
      [
        [ACAO, A],
        [ACAC, 'true'],
      ],
      true,
      true,
    ],
    ['*', [[ACAO, '*']], true, false],
    [
      '* with credentials',
      [
        [ACAO, '*'],
        [ACAC, 'true'],
      ],
      true,
      false,
    ],
    [
      'another origin',
      [
        [ACAO, 'https://b.example'],
        [ACAC, 'true'],
      ],
      false,
      false,
    ],
    ['a trailing slash', [[ACAO, `${A}/`]], false, false],
    ['upper case', [[ACAO, A.toUpperCase()]], false, false],
    ['a list', [[ACAO, `${A}, https://b.example`]], false, false],
    [
      'two lines',
      [
        [ACAO, A],
        [ACAO, A],
      ],
      false,
      false,
    ],
    [
      'TRUE is not true',
      [
        [ACAO, A],
        [ACAC, 'TRUE'],
      ],
      true,
      false,
    ],
    [
      'two lines of credentials',
      [
        [ACAO, A],
        [ACAC, 'true'],
        [ACAC, 'true'],
      ],
      true,
      false,
    ],
    ['credentials without a grant', [[ACAC, 'true']], false, false],
  ])('%s', (_, headers, anonymous, credentialed) => {
    expect(grantOf(headers, A)).toEqual({ anonymous, credentialed });
  });
});

describe('the preflight of Fetch', () => {
  const granted: Lines = [
    [ACAO, A],
    [ACAC, 'true'],
  ];
  const methods = (value: string): Lines => [['Access-Control-Allow-Methods', value]];
  const headers = (value: string): Lines => [['Access-Control-Allow-Headers', value]];
  const wanted: Preflight = {
    origin: A,
    method: 'PATCH',
    headers: ['Authorization', 'X-Id'],
    credentialed: false,
  };

  test.each<[string, number, Lines, Partial<Preflight>, RegExp | undefined]>([
    [
      'all granted',
      204,
      [...granted, ...methods('GET, PATCH'), ...headers('authorization, x-id')],
      {},
      undefined,
    ],
    [
      'on several lines',
      200,
      [...granted, ...methods('PATCH'), ...headers('X-ID'), ...headers('Authorization')],
      {},
      undefined,
    ],
    ['no origin', 204, [...methods('PATCH'), ...headers('authorization,x-id')], {}, /origin/],
    [
      'a redirect',
      302,
      [...granted, ...methods('PATCH'), ...headers('authorization,x-id')],
      {},
      /status is 302/,
    ],
    [
      'a method in another case',
      204,
      [...granted, ...methods('patch'), ...headers('authorization,x-id')],
      {},
      /method PATCH/,
    ],
    ['a safelisted method needs no grant', 204, granted, { method: 'POST', headers: [] }, undefined],
    ['* for methods', 204, [...granted, ...methods('*')], { headers: [] }, undefined],
    [
      '* for methods with credentials',
      204,
      [...granted, ...methods('*')],
      { headers: [], credentialed: true },
      /method PATCH/,
    ],
    [
      '* for headers',
      204,
      [...granted, ...methods('PATCH'), ...headers('*')],
      { headers: ['x-id'] },
      undefined,
    ],
    [
      '* never covers Authorization',
      204,
      [...granted, ...methods('PATCH'), ...headers('*')],
      {},
      /Authorization/,
    ],
    [
      '* for headers with credentials',
      204,
      [...granted, ...methods('PATCH'), ...headers('*')],
      { headers: ['x-id'], credentialed: true },
      /x-id/,
    ],
    [
      'empty members of lists',
      204,
      [...granted, ...methods(', PATCH,,'), ...headers(' ,authorization,\tx-id')],
      {},
      undefined,
    ],
    [
      'a list of methods that is none',
      204,
      [...granted, ...methods('PATCH; GET'), ...headers('authorization,x-id')],
      {},
      /no list of methods/,
    ],
    [
      'a list of headers that is none',
      204,
      [...granted, ...methods('PATCH'), ...headers('"authorization", x-id')],
      {},
      /no list of names/,
    ],
    [
      '* is a name like any other with credentials',
      204,
      [...granted, ...methods('*, PATCH'), ...headers('*, authorization, x-id')],
      { credentialed: true },
      undefined,
    ],
    [
      'only one of two headers',
      204,
      [...granted, ...methods('PATCH'), ...headers('authorization')],
      {},
      /X-Id/,
    ],
    ['a status beyond 299', 300, [...granted, ...methods('PATCH')], { headers: [] }, /status is 300/],
    [
      'credentials wanted, not granted',
      204,
      [[ACAO, A]],
      { method: 'GET', headers: [], credentialed: true },
      /origin/,
    ],
  ])('%s', (_, status, lines, change, refusal) => {
    const found = preflightRefusal({ status, headers: lines }, { ...wanted, ...change });
    if (refusal === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(refusal);
  });

  test('asks as browsers do', () => {
    expect(preflightHeaders(wanted)).toEqual([
      ['origin', A],
      ['access-control-request-method', 'PATCH'],
      ['access-control-request-headers', 'authorization,x-id'],
    ]);
    expect(preflightHeaders({ ...wanted, headers: [] })).toHaveLength(2);
  });
});

describe('headers that pages may read', () => {
  const exposing = (value: string): Lines => [['Access-Control-Expose-Headers', value]];
  test.each<[string, boolean, string[]]>([
    ['X-Id, retry-after', true, []],
    ['x-id', true, ['Retry-After']],
    ['*', false, []],
    ['*', true, ['X-Id', 'Retry-After']],
    ['', false, ['X-Id', 'Retry-After']],
    ['x-id; retry-after', false, ['X-Id', 'Retry-After']],
  ])('%s with credentials: %s', (value, credentialed, hidden) => {
    expect(unexposed(exposing(value), ['X-Id', 'Retry-After'], credentialed)).toEqual(hidden);
  });
});

test.each<[string[], number | undefined]>([
  [['600'], 600],
  [[' 0 '], 0],
  [['-1'], undefined],
  [['1.5'], undefined],
  [['10m'], undefined],
  [['600', '600'], undefined],
  [[], undefined],
])('a preflight that may be kept %j seconds', (values, seconds) => {
  expect(maxAgeOf(values.map((value) => ['access-control-max-age', value] as const))).toBe(seconds);
});

test.each([
  [A, true],
  ['null', true],
  ['http://localhost:3000', true],
  ['https://a.example:443', false],
  ['https://A.example', false],
  ['https://a.example/', false],
  ['https://user@a.example', false],
  ['http://127x0.0.1', false],
  ['file://', true],
  ['file:///a', false],
  ['capacitor://localhost', true],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop', true],
  ['Capacitor://localhost', false],
  ['capacitor://localhost/', false],
  ['https://a.example_.b.example', true],
  ['https://a.example^.b.example', false],
  ['https://a.example, https://b.example', false],
])('a browser could send %s: %s', (origin, emittable) => {
  expect(isEmittable(origin)).toBe(emittable);
});
