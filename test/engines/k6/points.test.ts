import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { versionOf } from '../../../src/engines/k6/binary.ts';
import { readLines } from '../../../src/engines/k6/lines.ts';
import { instantOf, pointOf } from '../../../src/engines/k6/points.ts';
import { causeOf } from '../../../src/engines/k6/shim/causes.ts';

describe('what k6 prints', () => {
  it.each([
    ['k6 v2.2.0 (go1.26.8, linux/amd64)\n', { text: '2.2.0', major: 2 }],
    [
      'k6 v1.4.2-rc1+x (commit/abc, go1.25)\nExtensions:\n  k6/x/a v0.1.0\n',
      { text: '1.4.2-rc1+x', major: 1 },
    ],
    ['k6.exe v1.0.0', { text: '1.0.0', major: 1 }],
    ['k6 2.2.0', undefined],
    ['', undefined],
  ])('of its version: %j', (text, version) => {
    expect(versionOf(text)).toEqual(version);
  });

  it.each([
    ['2026-08-21T09:43:41.123456789Z', Date.UTC(2026, 7, 21, 9, 43, 41) + 123.456789],
    ['2026-08-21T09:43:41.5-04:00', Date.UTC(2026, 7, 21, 13, 43, 41) + 500],
    ['2026-08-21T09:43:41+02:00', Date.UTC(2026, 7, 21, 7, 43, 41)],
  ])('of a time: %j', (text, instant) => {
    expect(instantOf(text)).toBeCloseTo(instant, 3);
  });

  it('is read where somebody asked for it, whatever the order of its fields', () => {
    const data = { value: 2, time: '2026-01-01T00:00:00Z', tags: { scenario: 'a' } };
    const line = JSON.stringify({ data, type: 'Point', metric: 'dropped_iterations' });
    expect(pointOf(line)).toEqual({
      metric: 'dropped_iterations',
      time: Date.UTC(2026, 0, 1),
      value: 2,
      tags: { scenario: 'a' },
      metadata: {},
    });
    expect(pointOf(line.replace('dropped_iterations', 'http_reqs'))).toBeUndefined();
    expect(pointOf(line.replace('"Point"', '"Metric"'))).toBeUndefined();
    expect(pointOf(line.replace('{"scenario":"a"}', 'null'))).toMatchObject({ tags: {} });
    expect(() => pointOf(line.slice(0, -1))).toThrow(SyntaxError);
  });
});

describe('lines', () => {
  const text = 'one\nzwei äöü\n\nthree\nrest';
  const cut = (bytes: Buffer, size: number) =>
    Readable.from(
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      ),
    );
  it.each([
    ['plain', Buffer.from(text), 1],
    ['plain', Buffer.from(text), 1000],
    ['gzip', gzipSync(text), 7],
    ['gzip', gzipSync(text), 1],
  ])('of a stream that is %s', async (_, bytes, size) => {
    const lines: string[] = [];
    expect(await readLines(cut(bytes, size), (line) => lines.push(line))).toEqual({
      rest: 'rest',
      tooLong: false,
    });
    expect(lines).toEqual(['one', 'zwei äöü', '', 'three']);
  });

  it('of nothing are none', async () => {
    expect(await readLines(Readable.from([]), () => expect.fail())).toEqual({ rest: '', tooLong: false });
  });

  it('without end are not kept', async () => {
    const { rest, tooLong } = await readLines(cut(Buffer.alloc(3_000_000, 'x'), 65_536), () => {});
    expect(tooLong).toBe(true);
    expect(rest.length).toBeLessThan(1_200_000);
  });

  it('of gzip that is cut off are an error', async () => {
    const bytes = gzipSync(text.repeat(1000));
    await expect(readLines(cut(bytes.subarray(0, bytes.length - 20), 64), () => {})).rejects.toThrow();
  });
});

describe('causes', () => {
  it.each([
    [0, '', undefined],
    [1404, '', undefined],
    [1503, 'status', undefined],
    [1050, 'request timeout', { kind: 'timeout', code: 'timeout' }],
    [1211, 'dial: i/o timeout', { kind: 'timeout', code: 'connect-timeout' }],
    [1212, 'dial: connection refused', { kind: 'network', code: 'ECONNREFUSED' }],
    [1220, 'read: connection reset by peer', { kind: 'network', code: 'ECONNRESET' }],
    [1101, 'lookup: no such host', { kind: 'network', code: 'ENOTFOUND' }],
    [1000, 'EOF', { kind: 'network', code: 'closed' }],
    [1000, 'unexpected EOF', { kind: 'network', code: 'truncated' }],
    [1000, 'malformed HTTP response "x"', { kind: 'network', code: 'malformed-status-line' }],
    [1640, 'http2: something', { kind: 'network', code: 'k6-1640' }],
  ])('k6 says %i %j', (code, words, cause) => {
    expect(causeOf(code, words)).toEqual(cause);
  });
});
