import type { FastifyCorsOptions } from '@fastify/cors';
import type { DefectId } from './defects.ts';

/** The six exact origins that may read the scholarship API, with credentials. */
export const ALLOWED_ORIGINS = [
  'https://app.scholar-sync.example',
  'https://www.scholar-sync.example',
  'https://admin.scholar-sync.example',
  'https://agents.scholar-sync.example',
  'https://partners.scholar-sync.example',
  'https://auto-com-center.example',
] as const;

/** Pages of the portal, and of its tenants, each on a host of its own. */
const PORTAL_ORIGINS: readonly string[] = ['https://portal.example', 'https://admin.portal.example'];
const TENANT_ORIGIN = /^https:\/\/[a-z0-9-]+\.tenants\.portal\.example$/;

const HEADERS = ['Authorization', 'Content-Type'];
const EXPOSED = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'];
const LIFETIME = 600;

const HOSTS = ALLOWED_ORIGINS.map((origin) => new URL(origin).hostname);
const DOMAINS = ['scholar-sync.example', 'auto-com-center.example'];

type Defects = ReadonlySet<DefectId>;
type Grants = (origin: string) => boolean;

const oneOf =
  (origins: readonly string[]): Grants =>
  (origin) =>
    origins.includes(origin);

/** Mistakes that real services make when they compare origins, by defect. */
const MISTAKES: Partial<Record<DefectId, Grants>> = {
  'cors-reflects-origin': () => true,
  'cors-allows-null': (origin) => origin === 'null',
  'cors-prefix-dot': (origin) => ALLOWED_ORIGINS.some((allowed) => origin.startsWith(`${allowed}.`)),
  'cors-prefix': (origin) =>
    ALLOWED_ORIGINS.some(
      (allowed) => origin.startsWith(allowed) && /^[a-z0-9]/.test(origin.slice(allowed.length)),
    ),
  'cors-suffix': (origin) => DOMAINS.some((domain) => new RegExp(`[a-z0-9-]${domain}$`).test(origin)),
  'cors-substring': (origin) =>
    HOSTS.some((host) => `https://${host}`.includes(origin.replace('https://', ''))),
  'cors-unescaped-dot': (origin) => HOSTS.some((host) => new RegExp(`^https://${host}$`).test(origin)),
  'cors-any-subdomain': (origin) => /^https:\/\/([a-z0-9-]+\.)+scholar-sync\.example$/.test(origin),
  'cors-parent-domain': (origin) => origin === 'https://scholar-sync.example',
  'cors-http-downgrade': (origin) => HOSTS.some((host) => origin === `http://${host}`),
  'cors-any-port': (origin) => oneOf(ALLOWED_ORIGINS)(origin.replace(/:\d+$/, '')),
  'cors-special-characters': (origin) =>
    oneOf(ALLOWED_ORIGINS)(/^https:\/\/[a-z0-9.:-]+/.exec(origin)?.[0] ?? ''),
  'cors-localhost': oneOf(['http://localhost', 'http://localhost:3000']),
  'cors-shared-hosting': (origin) => /^https:\/\/[a-z0-9-]+\.vercel\.app$/.test(origin),
  'cors-odd-scheme': (origin) => /^(?!https?:)[a-z-]+:\/\//.test(origin),
};

/** Whether a page of this origin may read answers of the scholarship API. */
export function originGate(defects: Defects): (origin: string | undefined) => boolean {
  const allowed = new Set<string>(ALLOWED_ORIGINS);
  if (defects.has('cors-origin-forgotten')) allowed.delete('https://partners.scholar-sync.example');
  const mistakes = [...defects].flatMap((id) => MISTAKES[id] ?? []);
  return (origin) =>
    origin !== undefined && (allowed.has(origin) || mistakes.some((grants) => grants(origin)));
}

/** Whether a page of this origin may read answers of the portal. */
export function portalGate(origin: string | undefined): boolean {
  return origin !== undefined && (PORTAL_ORIGINS.includes(origin) || TENANT_ORIGIN.test(origin));
}

/** What is granted to the pages of the scholarship API; `asked` is the method that a preflight asks for. */
export function scholarshipGrants(defects: Defects, asked: string | undefined): FastifyCorsOptions {
  return {
    credentials: true,
    methods: defects.has('cors-method-echo') && asked ? [asked] : ['GET', 'HEAD', 'POST'],
    ...allowedHeaders(defects),
    exposedHeaders: defects.has('cors-not-exposed') ? [] : EXPOSED,
    maxAge: defects.has('cors-max-age-long') ? 1000 * LIFETIME : LIFETIME,
  };
}

/** What is granted to the pages of the portal: tokens alone, no cookies. */
export function portalGrants(defects: Defects): FastifyCorsOptions {
  const methods = ['GET', 'HEAD', 'PATCH'];
  return {
    credentials: false,
    methods: defects.has('cors-method-case') ? methods.map((method) => method.toLowerCase()) : methods,
    allowedHeaders: HEADERS,
    exposedHeaders: EXPOSED,
    maxAge: LIFETIME,
  };
}

/** Without a list the headers that were asked for are granted. */
function allowedHeaders(defects: Defects): Pick<FastifyCorsOptions, 'allowedHeaders'> {
  if (defects.has('cors-header-echo')) return {};
  return { allowedHeaders: defects.has('cors-literal-wildcard') ? ['*'] : HEADERS };
}
