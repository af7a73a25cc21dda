import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, headerCheck } from '../../src/probe/headers/header-check.ts';
import { answerHeaders } from '../../src/probe/headers.ts';

/** Names that tell of the software behind a service (OWASP Secure Headers, headers_remove.json). */
const BANNERS = new Set([
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-generator',
  'x-powered-cms',
  'x-powered-by-plesk',
  'powered-by',
  'liferay-portal',
  'microsoftsharepointteamservices',
  'x-php-version',
  'x-mod-pagespeed',
  'x-page-speed',
  'x-owa-version',
  'x-turbo-charged-by',
]);
/** `/2`, `1.25.3`, `4.0.30319`: a product's name alone says little. */
const VERSION = /\/v?\d|\d+\.\d+/;

export const banners = headerCheck({
  id: 'headers/banners',
  cases: ['HDR-10'],
  title: 'No header tells the version of the software behind the service',
  why: 'A version tells an attacker which published weaknesses to try first.',
  remedy: 'Remove Server, X-Powered-By and their like, or their version numbers.',
  references: [
    'https://owasp.org/www-project-secure-headers/#prevent-information-disclosure-via-http-headers',
  ],
  everywhere: true,
  defect,
  good: 'no header tells a version',
});

function defect(exchange: Exchange): Defect | undefined {
  const found = answerHeaders(exchange).filter(([name]) => BANNERS.has(name.toLowerCase()));
  const version = found.find(([, value]) => VERSION.test(value));
  if (version !== undefined) return { message: `${version[0]} is ${quote(version[1])}` };
  const [product] = found;
  return product && { note: true, message: `${product[0]} is ${quote(product[1])}, without a version` };
}
