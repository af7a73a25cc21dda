import { isolationSyntax } from '../../../checks/headers/isolation-syntax.ts';
import { type Case, type Lines, secureHeaders, suite, undeclared } from '../web.ts';

const cases = (outcome: Case['outcome'], rows: readonly Lines[]) =>
  Object.fromEntries(
    rows.map((headers) => [
      `${outcome}: ${JSON.stringify(headers)}`,
      { outcome, web: { headers: () => ({ ...secureHeaders(), ...headers }) }, severity: 'low' as const },
    ]),
  );
const OPENER = 'cross-origin-opener-policy';
const EMBEDDER = 'cross-origin-embedder-policy';
const RESOURCE = 'cross-origin-resource-policy';
const PERMISSIONS = 'permissions-policy';

suite(isolationSyntax, {
  ...cases('pass', [
    { [OPENER]: 'same-origin', [RESOURCE]: 'same-origin' },
    { [OPENER]: 'same-origin-allow-popups; report-to="coop"' },
    { [OPENER]: 'noopener-allow-popups' },
    { [EMBEDDER]: 'credentialless' },
    { [EMBEDDER]: 'require-corp;report-to="x"' },
    { [RESOURCE]: 'cross-origin' },
    { [PERMISSIONS]: 'geolocation=(), camera=(self "https://a.example"), fullscreen=*, unheard-of=()' },
    { [PERMISSIONS]: ['geolocation=()', 'camera=()'] },
    { [PERMISSIONS]: '' },
    { 'origin-agent-cluster': '?1' },
  ]),
  ...cases('fail', [
    { [OPENER]: 'same-orgin' },
    { [OPENER]: '"same-origin"' },
    { [OPENER]: ['same-origin', 'same-origin'] },
    { [EMBEDDER]: 'require_corp' },
    { [EMBEDDER]: '' },
    { [RESOURCE]: 'Same-Origin' },
    { [RESOURCE]: ['same-site', 'cross-origin'] },
    { [PERMISSIONS]: "geolocation 'none'; camera 'self'" },
    { [PERMISSIONS]: 'geolocation=(), camera=(' },
  ]),
  'says nothing of X-XSS-Protection: 0': {
    outcome: 'pass',
    message: /can be read/,
    web: { headers: () => ({ 'x-xss-protection': '0; mode=block' }) },
  },
  'notes an X-XSS-Protection that is switched on, and fails nothing': {
    outcome: 'pass',
    message: /no browser in use/,
    web: { headers: () => ({ 'x-xss-protection': '1; mode=block' }) },
  },
  'fails when only an error has it': {
    outcome: 'fail',
    message: /same-orgin/,
    web: { headers: (status): Lines => (status === 404 ? { [OPENER]: 'same-orgin' } : {}) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
