import type { Answer, Case, Lines, Service, Web } from '../web.ts';

/** A service with one page, which is what is looked at. */
export function page(headers: Lines, body = '<!doctype html><p>Hello'): Web {
  const answer: Answer = {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
    body,
  };
  return { headers: () => ({}), answer: ({ url }) => (url === '/page' ? answer : undefined) };
}

/** Declares the page, in a profile. */
export function declaredPage(profile: 'api' | 'html'): NonNullable<Case['against']> {
  return (against: Service) => ({
    ...against,
    policy: { headers: { endpoints: ['page'], profile } },
    endpoints: { page: { path: '/page' } },
  });
}
