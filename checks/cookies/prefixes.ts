import { type Baked, type CookieDefect, cookieCheck } from '../../src/probe/headers/cookies.ts';

export const prefixes = cookieCheck({
  id: 'cookies/prefixes',
  cases: ['CK-04'],
  title: 'Cookies keep what the prefix of their name promises',
  severity: 'low',
  kind: 'spec',
  why: 'Browsers refuse a __Host- or __Secure- cookie that breaks its promise: whoever needs it never gets it back.',
  remedy: 'Set __Host- cookies with Secure, Path=/ and no Domain, and __Secure- cookies with Secure.',
  references: ['https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3'],
  defect,
  good: 'no prefix promises what its cookie does not keep',
});

function defect({ cookie, session }: Baked): CookieDefect | undefined {
  const [prefix] = /^__(?:Host|Secure)-/.exec(cookie.key) ?? [];
  if (prefix === undefined) return undefined;
  const host = prefix === '__Host-';
  const broken = [
    ...(cookie.secure ? [] : ['lacks Secure']),
    ...(host && cookie.path !== '/' ? ['lacks Path=/'] : []),
    ...(host && cookie.domain !== null ? ['has a Domain'] : []),
  ];
  if (broken.length === 0) return undefined;
  const severity = session ? 'high' : 'low';
  return { message: `${broken.join(' and ')}, so browsers refuse it`, severity };
}
