import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { bearerOf } from '../auth.ts';
import { addRoute } from '../routes.ts';
import type { DemoState } from '../state.ts';

const SESSION = 1800;

const TEXTS = {
  en: { title: 'Portal', text: 'Sign in to see your contacts.' },
  de: { title: 'Portal', text: 'Melden Sie sich an, um Ihre Kontakte zu sehen.' },
} as const;

/** What browsers use of the portal: a public page in two languages, and a session in cookies. */
export function addPortalBrowser(
  app: FastifyInstance,
  state: DemoState,
  auth: ReturnType<typeof bearerOf>,
): void {
  addRoute(app, state, {
    name: 'page',
    path: '/portal',
    handle: (request, reply) => page(state, request, reply),
  });
  addRoute(app, state, {
    name: 'session',
    method: 'POST',
    path: '/v1/session',
    auth,
    handle: (request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .header('set-cookie', cookies(state, request.caller?.subject ?? ''))
        .send({ session: 'started' }),
  });
}

/** Over plain HTTP it only leads to https. */
function page(state: DemoState, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { defects, httpsUrl } = state;
  if (request.protocol === 'http' && httpsUrl !== undefined && !defects.has('plain-http-served'))
    return reply.header('cache-control', 'no-store').redirect(`${httpsUrl}/portal`, 308);
  const language = /^de\b/i.test(request.headers['accept-language'] ?? '') ? 'de' : 'en';
  const { title, text } = TEXTS[language];
  const varying = defects.has('page-no-vary') ? 'Origin' : 'Origin, Accept-Language';
  return reply
    .header('cache-control', 'public, max-age=300')
    .header('content-language', language)
    .header('vary', varying)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="${language}"><title>${title}</title><p>${text}</p></html>`);
}

/** A session for the browser, and a token against forged requests that the page itself must read. */
function cookies({ defects }: DemoState, subject: string): string[] {
  const attributes = [
    'Path=/',
    `Max-Age=${SESSION}`,
    ...(defects.has('cookie-not-secure') ? [] : ['Secure']),
    ...(defects.has('cookie-readable') ? [] : ['HttpOnly']),
    `SameSite=${defects.has('cookie-any-site') ? 'Always' : 'Lax'}`,
    ...(defects.has('cookie-for-suffix') ? ['Domain=co.uk'] : []),
  ];
  const path = defects.has('cookie-prefix-broken') ? '/v1' : '/';
  return [
    `portal_session=session-of-${subject}; ${attributes.join('; ')}`,
    `__Host-csrf=csrf-of-${subject}; Path=${path}; Secure; SameSite=Strict`,
  ];
}
