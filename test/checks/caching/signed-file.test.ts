import { expect, test } from 'vitest';
import { signedFile } from '../../../checks/caching/signed-file.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import { runOne } from '../run.ts';
import type { Lines } from '../web.ts';
import { startFiles } from './files.ts';

type Policy = NonNullable<Parameters<typeof startFiles>[1]>;
const keep = (value: string) => (): Lines => ({ 'cache-control': value });
const soon = (): Lines => ({ expires: new Date(Date.now() + 3_600_000).toUTCString() });

test.concurrent.each<[name: string, CheckOutcome, ((left: number) => Lines) | undefined, Policy]>([
  ['private for the time that is left', 'pass', undefined, { cache: 'private' }],
  ['no-store', 'pass', keep('no-store'), { cache: 'private' }],
  ['private, no-cache', 'pass', keep('private, no-cache'), { cache: 'private' }],
  ['nothing is said, as of nginx', 'pass', () => ({ 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }), {}],
  ['public, asked for each time, as of Express', 'pass', keep('public, max-age=0'), {}],
  ['public where that is declared', 'not_applicable', keep('public, max-age=86400'), { cache: 'public' }],
  ['nothing is said, and private is declared', 'fail', () => ({}), { cache: 'private' }],
  ['public', 'fail', keep('public, max-age=30'), {}],
  ['s-maxage', 'fail', keep('max-age=0, s-maxage=30'), {}],
  ['private for a day', 'fail', keep('private, max-age=86400'), {}],
  ['Expires in an hour', 'fail', soon, {}],
])('%s', async (_, outcome, headers, policy) => {
  const service = await startFiles(headers === undefined ? {} : { headers }, policy);
  const finding = await runOne(signedFile, service);
  await service.close();
  expect({ outcome: finding.outcome, severity: finding.severity }).toEqual({ outcome, severity: 'medium' });
});

test('goes by the declared validity where the URL tells no moment', async () => {
  const url = (path: string, expires: string, signature: string) =>
    `${path}?x=${expires}&signature=${signature}`;
  const service = await startFiles(
    { url, matches: () => true, inTime: () => true, headers: keep('private, max-age=600') },
    { validity: '5m', tolerance: '0ms' },
  );
  expect((await runOne(signedFile, service)).outcome).toBe('fail');
  await service.close();
});

test('leaves it open when the URL is refused', async () => {
  const service = await startFiles({ inTime: () => false });
  expect((await runOne(signedFile, service)).outcome).toBe('inconclusive');
  await service.close();
});
