import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';
import { type AllowedOrigin, type Candidate, onePerDomain } from '../../src/probe/cors/origins.ts';

/** Those that every browser sends in a host, then those that some do. */
const EVERYWHERE = ['_', '-'];
const SOMEWHERE = [...'+$!~&\'()*,;=`{}"'];
/** Of the latter, as many as the standard profile tries. */
const SAMPLE = 2;

export const specialCharacters: Check = hostileOriginCheck({
  id: 'cors/special-characters',
  cases: ['CORS-O12'],
  title: 'A special character does not end an allowed host',
  why: 'A pattern that looks for the end of a word takes https://app.example_.attacker.example for https://app.example.',
  candidates: (allowed, label, profile) =>
    onePerDomain(allowed)
      .slice(0, profile === 'deep' ? undefined : 1)
      .flatMap((each) =>
        withCharacters(each, label, profile === 'deep' ? SOMEWHERE : SOMEWHERE.slice(0, SAMPLE)),
      ),
});

function withCharacters(
  { scheme, host, port }: AllowedOrigin,
  label: string,
  some: readonly string[],
): Candidate[] {
  return [...EVERYWHERE, ...some].flatMap((character) => {
    const severity = EVERYWHERE.includes(character) ? {} : { severity: 'medium' as const };
    return [character, `.${character}`].map((joint) => ({
      origin: `${scheme}://${host}${joint}.${label}.example${port}`,
      ...severity,
    }));
  });
}
