import type { DefectsByPlan } from './row.ts';

/** Checks of origins that nobody has declared. */
const HOSTILE = [
  'null-origin',
  'prefix-dot',
  'prefix',
  'suffix',
  'substring',
  'unescaped-dot',
  'subdomain',
  'http-downgrade',
  'port',
  'special-characters',
  'localhost',
  'shared-hosting',
  'odd-scheme',
  'errors-not-granted',
];
/** What fails wherever no page of a declared origin is granted anything. */
const UNGRANTED = ['cors/allowed-origin', 'cors/errors-readable'];

export const CORS_DEFECTS = {
  scholarship: [
    {
      id: 'cors-reflects-origin',
      title: 'Any origin may read answers with credentials',
      primary: 'cors/arbitrary-origin',
      implied: HOSTILE.map((name) => `cors/${name}`),
    },
    {
      id: 'cors-allows-null',
      title: 'The origin "null" is granted',
      primary: 'cors/null-origin',
      implied: ['cors/errors-not-granted'],
    },
    {
      id: 'cors-prefix-dot',
      title: 'Origins that begin with an allowed one and a dot are granted',
      primary: 'cors/prefix-dot',
      implied: ['cors/special-characters'],
    },
    {
      id: 'cors-prefix',
      title: 'Origins that begin with an allowed one are granted',
      primary: 'cors/prefix',
    },
    {
      id: 'cors-suffix',
      title: 'Origins that end like an allowed domain are granted',
      primary: 'cors/suffix',
      implied: ['cors/unescaped-dot'],
    },
    {
      id: 'cors-substring',
      title: 'The origin is searched for within the list of allowed ones',
      primary: 'cors/substring',
      implied: ['cors/subdomain'],
    },
    {
      id: 'cors-unescaped-dot',
      title: 'A dot in the pattern of origins matches any character',
      primary: 'cors/unescaped-dot',
    },
    {
      id: 'cors-any-subdomain',
      title: 'Every subdomain of an allowed domain is granted',
      primary: 'cors/subdomain',
      case: 'CORS-O08',
    },
    {
      id: 'cors-parent-domain',
      title: 'The domain above the allowed hosts is granted',
      primary: 'cors/subdomain',
      case: 'CORS-O09',
    },
    { id: 'cors-http-downgrade', title: 'The scheme http is granted too', primary: 'cors/http-downgrade' },
    { id: 'cors-any-port', title: 'Allowed hosts are granted on every port', primary: 'cors/port' },
    {
      id: 'cors-special-characters',
      title: 'The host of an origin is read up to the first unusual character',
      primary: 'cors/special-characters',
    },
    { id: 'cors-localhost', title: 'Pages on localhost are granted', primary: 'cors/localhost' },
    {
      id: 'cors-shared-hosting',
      title: 'All hosts of a hosting service are granted',
      primary: 'cors/shared-hosting',
    },
    {
      id: 'cors-odd-scheme',
      title: 'Origins of other schemes than http and https are granted',
      primary: 'cors/odd-scheme',
    },
    {
      id: 'cors-malformed-origin-crash',
      title: 'An Origin that is no URL is answered 500',
      primary: 'cors/malformed-origin',
    },
    {
      id: 'cors-origin-forgotten',
      title: 'One of the six origins is not granted',
      primary: 'cors/allowed-origin',
    },
    {
      id: 'cors-preflight-needs-auth',
      title: 'Preflights without a token are answered 401',
      primary: 'cors/preflight-without-auth',
      implied: ['cors/allowed-origin'],
    },
    {
      id: 'cors-method-echo',
      title: 'The method that a preflight asks for is granted',
      primary: 'cors/closed-lists',
      case: 'CORS-P03',
    },
    {
      id: 'cors-header-echo',
      title: 'The headers that a preflight asks for are granted',
      primary: 'cors/closed-lists',
      case: 'CORS-P04',
    },
    {
      id: 'cors-wildcard-with-credentials',
      title: 'Allowed origins are answered with * and credentials',
      primary: 'cors/wildcard-with-credentials',
      implied: UNGRANTED,
    },
    {
      id: 'cors-literal-wildcard',
      title: 'Request headers are granted by * with credentials',
      primary: 'cors/literal-wildcard',
      implied: ['cors/allowed-origin'],
    },
    {
      id: 'cors-credentials-spelling',
      title: 'Credentials are granted by the word True',
      primary: 'cors/credentials-spelling',
      implied: UNGRANTED,
    },
    {
      id: 'cors-two-origins',
      title: 'Access-Control-Allow-Origin lists two origins',
      primary: 'cors/origin-value',
      case: 'CORS-P09',
      implied: UNGRANTED,
    },
    {
      id: 'cors-origin-slash',
      title: 'Access-Control-Allow-Origin ends with a slash',
      primary: 'cors/origin-value',
      case: 'CORS-P10',
      implied: UNGRANTED,
    },
    { id: 'cors-no-vary', title: 'Vary does not name Origin', primary: 'cors/vary', case: 'CORS-P11' },
    {
      id: 'cors-vary-on-grants-only',
      title: 'Vary names Origin only where an origin is granted',
      primary: 'cors/vary',
      case: 'CORS-P12',
    },
    {
      id: 'cors-max-age-long',
      title: 'Preflights may be kept for a week',
      primary: 'cors/max-age',
    },
    {
      id: 'cors-not-exposed',
      title: 'Headers of the limit are hidden from pages',
      primary: 'cors/expose-headers',
    },
    {
      id: 'cors-errors-unreadable',
      title: 'Errors carry no CORS grant',
      primary: 'cors/errors-readable',
      implied: ['rate-limit/rejection-hygiene'],
    },
    {
      id: 'cors-errors-reflect',
      title: 'Errors are granted to any origin',
      primary: 'cors/errors-not-granted',
    },
    {
      id: 'cors-options-crash',
      title: 'OPTIONS without an Origin is answered 500',
      primary: 'cors/plain-options',
    },
  ],
  portal: [
    {
      id: 'cors-method-case',
      title: 'Methods are granted in lower case',
      primary: 'cors/method-case',
      implied: ['cors/allowed-origin'],
    },
    {
      id: 'cors-redirect-bare',
      title: 'Redirects carry no CORS grant',
      primary: 'cors/further-endpoints',
      case: 'CORS-P18',
    },
    {
      id: 'cors-files-open',
      title: 'Files may be read by every origin',
      primary: 'cors/further-endpoints',
      case: 'CORS-P19',
    },
  ],
} as const satisfies DefectsByPlan;
