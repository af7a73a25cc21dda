import type { Header, Source } from '../source.ts';
import { minted, type Section, type Variant } from '../variant.ts';

const UNKNOWN = 'x-canary-gate';

/**
 * An empty list and names that RFC 7515 itself defines are not tried: a recipient MAY reject those (section 4.1.11),
 * and so may accept them.
 */
export const CRITICAL_HEADER: Section = {
  id: 'jwt/critical-header',
  variants: () => [
    signed('an unknown critical extension', 'JWT-S16', { crit: [UNKNOWN], [UNKNOWN]: true }),
    signed('a critical extension that is not there', 'JWT-S17', { crit: [UNKNOWN] }),
    signed('crit as text', 'JWT-S17', { crit: UNKNOWN, [UNKNOWN]: true }),
    signed('a payload declared as not encoded', 'JWT-S18', { b64: false, crit: ['b64'] }),
    minted({ name: 'a payload that is not encoded', row: 'JWT-S18', verdict: 'invalid', token: plain }),
  ],
};

function signed(name: string, row: string, members: Header): Variant {
  return minted({
    name,
    row,
    verdict: 'invalid',
    token: ({ issuer, header, claims }) => issuer!.signAnything({ ...header, ...members }, claims()),
  });
}

/** As RFC 7797 section 3 has it; what would not survive in a header line is written as JSON escapes. */
function plain({ issuer, header, claims }: Source): string {
  const payload = JSON.stringify(claims()).replace(
    /[^!-~]|\./g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const head = Buffer.from(JSON.stringify({ ...header, b64: false, crit: ['b64'] })).toString('base64url');
  const input = `${head}.${payload}`;
  return `${input}.${issuer!.signText(input)}`;
}
