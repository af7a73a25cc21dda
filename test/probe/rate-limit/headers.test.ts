import { describe, expect, test } from 'vitest';
import type { HeaderLines } from '../../../src/model/exchange.ts';
import { readLimitHeaders } from '../../../src/probe/rate-limit/headers.ts';

describe('headers of well-known emitters have no faults', () => {
  test.each<[string, HeaderLines, object]>([
    ['none', [], { families: [] }],
    [
      'draft 10',
      [
        ['RateLimit-Policy', '"burst";q=100;w=60,"daily";q=1000;w=86400'],
        ['RateLimit', '"burst";r=50;t=30, "daily";r=40;t=3000'],
      ],
      { families: ['draft-8'], remaining: 40, reset: 3000 },
    ],
    [
      'express-rate-limit, draft 8',
      [
        ['RateLimit-Policy', '"5-in-1min"; q=5; w=60; pk=:YWJj:'],
        ['RateLimit', '"5-in-1min"; r=4; t=60'],
      ],
      { families: ['draft-8'], limit: 5, remaining: 4, reset: 60 },
    ],
    [
      'tokens as names',
      [['RateLimit', 'default;r=50;t=30']],
      { families: ['draft-8'], remaining: 50, reset: 30 },
    ],
    [
      'express-rate-limit, draft 7',
      [
        ['RateLimit-Policy', '100;w=60'],
        ['RateLimit', 'limit=100, remaining=50, reset=5'],
      ],
      { families: ['draft-7'], limit: 100, remaining: 50, reset: 5 },
    ],
    [
      'draft 6',
      [
        ['RateLimit-Policy', '100;w=60'],
        ['RateLimit-Limit', '100'],
        ['RateLimit-Remaining', '0'],
        ['RateLimit-Reset', '5'],
      ],
      { families: ['draft-6'], limit: 100, remaining: 0, reset: 5 },
    ],
    [
      'Envoy',
      [
        ['x-ratelimit-limit', '10, 10;w=1;name="per-ip"'],
        ['x-ratelimit-remaining', '9'],
        ['x-ratelimit-reset', '1'],
      ],
      { families: ['x-ratelimit'], limit: 10, remaining: 9 },
    ],
    [
      'slowapi, twice the same',
      [
        ['X-RateLimit-Limit', '5'],
        ['X-RateLimit-Limit', '5'],
        ['X-RateLimit-Reset', '1767225600.25'],
      ],
      { families: ['x-ratelimit'], limit: 5 },
    ],
    [
      'GitLab, reset as an epoch',
      [
        ['RateLimit-Limit', '600'],
        ['RateLimit-Reset', '1767225600'],
      ],
      { families: ['draft-6'], limit: 600 },
    ],
    ['Kong', [['X-RateLimit-Limit-Minute', '5']], { families: [] }],
  ])('%s', (_, lines, wanted) => {
    const { faults, quotas: _quotas, resets: _resets, ...read } = readLimitHeaders(lines);
    expect(faults).toEqual([]);
    expect(JSON.parse(JSON.stringify(read))).toEqual(wanted);
  });
});

describe('what breaks the syntax is named', () => {
  test.each<[string, HeaderLines, RegExp]>([
    ['no structured field', [['RateLimit', 'limit 5']], /RateLimit: "limit 5" is no structured field/],
    ['a fraction', [['RateLimit', 'limit=5, remaining=1.5']], /remaining is no non-negative integer/],
    ['a negative rest', [['RateLimit', '"a";r=-1;t=3']], /r is no non-negative integer/],
    ['a nameless policy', [['RateLimit', '5;r=1']], /name is no string/],
    ['a window of nothing', [['RateLimit-Policy', '100;w=0']], /quota or window/],
    ['a fractional reset', [['RateLimit-Reset', '1.5']], /ratelimit-reset: "1.5"/],
    ['a negative de facto rest', [['X-RateLimit-Remaining', '-1']], /x-ratelimit-remaining: "-1"/],
    [
      'lines that disagree',
      [
        ['RateLimit-Limit', '5'],
        ['ratelimit-limit', '6'],
      ],
      /lines that disagree \("5", "6"\)/,
    ],
    ['escapes stay harmless', [['RateLimit-Limit', '\u001b[31m']], /\\u\{1b\}/],
  ])('%s', (_, lines, fault) => {
    expect(readLimitHeaders(lines).faults.join()).toMatch(fault);
  });
});

describe('every quota and reset that is named is read', () => {
  test.each<[string, HeaderLines, object]>([
    [
      'draft 10',
      [
        ['RateLimit-Policy', '"burst";q=100;w=60,"bytes";q=9000;w=60;qu="content-bytes"'],
        ['RateLimit', '"burst";r=50;t=30'],
      ],
      { quotas: [{ limit: 100, window: 60 }], resets: [30] },
    ],
    [
      'Envoy',
      [['x-ratelimit-limit', '10, 10;w=1;name="per-ip"']],
      { quotas: [{ limit: 10 }, { limit: 10, window: 1 }], resets: [] },
    ],
    ['Kong', [['X-RateLimit-Limit-Minute', '5']], { quotas: [{ limit: 5, window: 60 }], resets: [] }],
    [
      'a date',
      [['X-RateLimit-Reset', 'Thu, 01 Jan 2026 00:00:00 GMT']],
      { quotas: [], resets: [Date.UTC(2026, 0, 1) / 1000] },
    ],
  ])('%s', (_, lines, wanted) => {
    expect(readLimitHeaders(lines)).toMatchObject(wanted);
  });
});
