import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const unescapedDot: Check = hostileOriginCheck({
  id: 'cors/unescaped-dot',
  cases: ['CORS-O07'],
  title: 'A dot of an allowed origin stands for a dot only',
  why: 'In a pattern without escapes a dot matches any character, so https://appxexample.test passes for https://app.example.test.',
  candidates: (allowed) =>
    allowed.flatMap(({ scheme, host, port }) =>
      dotsReplaced(host).map((variant) => ({ origin: `${scheme}://${variant}${port}`, excusable: true })),
    ),
});

/** One variant for each dot, and one for all of them. */
function dotsReplaced(host: string): string[] {
  const dots = [...host.matchAll(/\./g)].map(({ index }) => index);
  const each = dots.map((index) => `${host.slice(0, index)}x${host.slice(index + 1)}`);
  return dots.length > 1 ? [...each, host.replaceAll('.', 'x')] : each;
}
