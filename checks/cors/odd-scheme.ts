import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';
import { type AllowedOrigin, type Candidate, onePerDomain } from '../../src/probe/cors/origins.ts';

/** Letters that look like Latin ones and are not. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  i: 'і',
};
const EXTENSION = 'abcdefghijklmnop'.repeat(2);

export const oddScheme: Check = hostileOriginCheck({
  id: 'cors/odd-scheme',
  cases: ['CORS-O15'],
  title: 'Files, browser extensions, apps and lookalike hosts are granted nothing',
  severity: 'medium',
  why: 'An origin that was not thought of is let in by a rule that takes whatever is no web page, or only looks right.',
  candidates: (allowed) => [
    ...onePerDomain(allowed).flatMap(lookalike),
    { origin: 'file://', severity: 'low' },
    { origin: `chrome-extension://${EXTENSION}`, severity: 'low' },
    { origin: 'capacitor://localhost', severity: 'low' },
  ],
});

/** The host with one letter of its domain in another alphabet, as browsers send it. */
function lookalike({ scheme, host, port, domain }: AllowedOrigin): Candidate[] {
  const from = host.length - domain.length;
  const at = [...host].findIndex((letter, index) => index >= from && letter in LOOKALIKES);
  if (at < 0) return [];
  const written = host.slice(0, at) + LOOKALIKES[host[at]!] + host.slice(at + 1);
  const origin = `${scheme}://${written}${port}`;
  return URL.canParse(origin) ? [{ origin: new URL(origin).origin }] : [];
}
