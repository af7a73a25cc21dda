import type { JWTPayload } from 'jose';
import type { DefectId } from './defects.ts';
import type { Mistake } from './token-mistakes.ts';
import { isHmac, parsed, type Reading } from './token-reading.ts';

/** Ways in which real services misread what was signed, by defect: the claims that they see. */
export const CLAIM_MISTAKES: Partial<Record<DefectId, Mistake>> = {
  'jwt-crit-ignored': signed(({ header, payload }) => ('crit' in header ? payload : undefined)),
  'jwt-crit-text-ignored': signed(({ header, payload }) =>
    typeof header['crit'] === 'string' ? payload : undefined,
  ),
  'jwt-payload-as-it-is': signed(({ header, signed: input }) => {
    const text = input.slice(input.indexOf('.') + 1);
    return header['b64'] === false && text.startsWith('{') ? parsed(text) : undefined;
  }),
  'jwt-first-member': signed(({ text, payload }) => {
    if (!text.startsWith('{')) return undefined;
    const first = firstMembers(text);
    const differs = Object.keys(first).some((name) => String(first[name]) !== String(payload[name]));
    return differs ? first : undefined;
  }),
  'jwt-foreign-characters': signed(({ token, payload }) => (/[^\w.-]/.test(token) ? payload : undefined)),
  'jwt-list-of-claims': signed(({ payload }) =>
    Array.isArray(payload) ? (payload[0] as JWTPayload) : undefined,
  ),
  'jwt-exp-any-type': signed(({ payload }) => {
    const { exp, iat = 0 } = payload as { exp?: unknown; iat?: number };
    return exp === undefined || typeof exp === 'number' ? undefined : { ...payload, exp: iat + 60 };
  }),
};

/** Only tokens that the right secret signed. */
function signed(misread: (reading: Reading) => JWTPayload | undefined): Mistake {
  return (reading, { verifyWith }) =>
    verifyWith.type === 'secret' && isHmac(reading, verifyWith) ? misread(reading) : undefined;
}

/** The members of a flat JSON object, the first of those with the same name. */
function firstMembers(text: string): Record<string, unknown> {
  const members = [...text.matchAll(/"([\w-]+)":("[^"]*"|\[[^\]]*\]|[\w.]+)/g)];
  return Object.fromEntries(
    members.reverse().map(([, name = '', value = '']) => [name, JSON.parse(value) as unknown]),
  );
}
