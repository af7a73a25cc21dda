import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

/** Domains under which anybody may have a host. */
const SHARED = ['github.io', 's3.amazonaws.com', 'vercel.app', 'pages.dev', 'netlify.app', 'web.app'];
const SAMPLE = 4;

export const sharedHosting: Check = hostileOriginCheck({
  id: 'cors/shared-hosting',
  cases: ['CORS-O14'],
  title: 'Hosts that anybody can rent are granted nothing',
  why: 'A rule for the previews of a hosting service lets in the pages of all its other customers.',
  candidates: (_, label, profile) =>
    (profile === 'deep' ? SHARED : SHARED.slice(0, SAMPLE)).map((domain) => ({
      origin: `https://${label}.${domain}`,
    })),
});
