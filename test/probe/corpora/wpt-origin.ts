import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { grantOf } from '../../../src/probe/cors/protocol.ts';

const HOST = 'web.shop.example';
const ORIGIN = `https://${HOST}`;
/** What the page knows of itself, and of the host that it asks. */
const PAGE = {
  location: { protocol: 'https:', host: HOST, href: `${ORIGIN}/cors/origin.htm` },
  SUBDOMAIN: 'www1',
  CROSSDOMAIN: 'https://www1.other.example/cors/',
  dirname: (path: string) => path.replace(/[^/]*$/, ''),
};

/** Every string of web-platform-tests (BSD-3-Clause), cors/origin.htm, is granted or refused as the page expects. */
export function wptOrigin(file: string): void {
  const page = readFileSync(file, 'utf8');

  test.each([
    ['shouldPass', true, 7],
    ['shouldFail', false, 45],
    ['doubleOrigin', false, 6],
  ])('%s', (name, granted, least) => {
    const calls = callsOf(page, name);
    expect(calls.length).toBeGreaterThanOrEqual(least);
    const wrong = calls.filter((values) => grantOf(linesOf(values), ORIGIN).anonymous !== granted);
    expect(wrong).toEqual([]);
  });
}

function callsOf(page: string, name: string): string[][] {
  const calls = page.matchAll(new RegExp(`^${name}\\((.*)\\);?$`, 'gm'));
  return [...calls].map(([, values]) => runInNewContext(`[${values}]`, PAGE) as string[]);
}

function linesOf(values: readonly string[]) {
  return values.map((value) => ['access-control-allow-origin', value] as const);
}
