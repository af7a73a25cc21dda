import type { DefectId } from './defects.ts';

/** The six exact origins that may read the API, with credentials. */
export const ALLOWED_ORIGINS = [
  'https://app.scholar-sync.example',
  'https://www.scholar-sync.example',
  'https://admin.scholar-sync.example',
  'https://agents.scholar-sync.example',
  'https://partners.scholar-sync.example',
  'https://auto-com-center.example',
] as const;

export const ALLOWED_METHODS = ['GET', 'HEAD', 'POST'];
export const ALLOWED_HEADERS = ['Authorization', 'Content-Type'];
export const EXPOSED_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'];

const HOSTS = ALLOWED_ORIGINS.map((origin) => new URL(origin).hostname);
const DOMAINS = ['scholar-sync.example', 'auto-com-center.example'];

/** Mistakes that real services make when they compare origins, by defect. */
const MISTAKES: Partial<Record<DefectId, (origin: string) => boolean>> = {
  'cors-reflects-origin': () => true,
  'cors-allows-null': (origin) => origin === 'null',
  'cors-prefix-dot': (origin) => ALLOWED_ORIGINS.some((allowed) => origin.startsWith(`${allowed}.`)),
  'cors-prefix': (origin) =>
    ALLOWED_ORIGINS.some(
      (allowed) => origin.startsWith(allowed) && /^[a-z0-9]/.test(origin.slice(allowed.length)),
    ),
  'cors-suffix': (origin) => DOMAINS.some((domain) => new RegExp(`[a-z0-9-]${domain}$`).test(origin)),
  'cors-unescaped-dot': (origin) => HOSTS.some((host) => new RegExp(`^https://${host}$`).test(origin)),
  'cors-http-downgrade': (origin) => HOSTS.some((host) => origin === `http://${host}`),
};

/** Whether a page of this origin may read answers. */
export function originGate(defects: ReadonlySet<DefectId>): (origin: string | undefined) => boolean {
  const allowed = new Set<string>(ALLOWED_ORIGINS);
  if (defects.has('cors-origin-forgotten')) allowed.delete('https://partners.scholar-sync.example');
  const mistakes = [...defects].flatMap((id) => MISTAKES[id] ?? []);
  return (origin) =>
    origin !== undefined && (allowed.has(origin) || mistakes.some((grants) => grants(origin)));
}
