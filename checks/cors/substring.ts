import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';
import { onePerDomain } from '../../src/probe/cors/origins.ts';

export const substring: Check = hostileOriginCheck({
  id: 'cors/substring',
  cases: ['CORS-O06'],
  title: 'A part of an allowed origin is granted nothing',
  why: 'A search for the origin within the list takes https://pp.example, and https://app.example.co, for https://app.example.com.',
  candidates: (allowed) =>
    onePerDomain(allowed).flatMap(({ scheme, domain, host, port }) => [
      { origin: `${scheme}://${domain.slice(1)}${port}` },
      { origin: `${scheme}://${host.slice(0, -1)}${port}` },
    ]),
});
