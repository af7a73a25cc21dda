import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';
import { type AllowedOrigin, type Candidate, onePerDomain } from '../../src/probe/cors/origins.ts';

export const suffix: Check = hostileOriginCheck({
  id: 'cors/suffix',
  cases: ['CORS-O05'],
  title: 'An origin that ends like an allowed one is granted nothing',
  why: 'A comparison of endings takes https://evilapp.example for https://app.example.',
  candidates: (allowed, label) => [
    ...onePerDomain(allowed).flatMap((each) => endings(each, label)),
    ...allowed.filter(({ host, domain }) => host !== domain).map((each) => longerHost(each, label)),
  ],
});

function endings({ scheme, port, domain }: AllowedOrigin, label: string): Candidate[] {
  return [
    { origin: `${scheme}://${label}${domain}${port}` },
    { origin: `${scheme}://${label}-${domain}${port}` },
    { origin: `http://s${domain}${port}` },
  ];
}

/** Still under the allowed domain, so that it proves nothing where all subdomains are granted. */
function longerHost({ scheme, host, port }: AllowedOrigin, label: string): Candidate {
  return { origin: `${scheme}://${label}${host}${port}`, excusable: true };
}
