import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/hostile-origin.ts';
import type { AllowedOrigin, Candidate } from '../../src/probe/origins.ts';

export const suffix: Check = hostileOriginCheck({
  id: 'cors/suffix',
  cases: ['CORS-O05'],
  title: 'An origin that ends like an allowed one is granted nothing',
  why: 'A comparison of endings takes https://evilapp.example for https://app.example.',
  candidates: (allowed, label) => allowed.flatMap((each) => endings(each, label)),
});

function endings({ scheme, host, port, domain }: AllowedOrigin, label: string): Candidate[] {
  // Where all subdomains are allowed, an ending like the host's own is one of them and proves nothing.
  const companion = `${scheme}://${label}.${domain}${port}`;
  return [
    { origin: `${scheme}://${label}${domain}${port}` },
    { origin: `${scheme}://${label}-${domain}${port}` },
    { origin: `http://s${domain}${port}` },
    ...(host === domain ? [] : [{ origin: `${scheme}://${label}${host}${port}`, companion }]),
  ];
}
