import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { CRITICAL_HEADER } from '../../src/probe/tokens/sections/critical.ts';

export const criticalHeader = tokenCheck({
  id: 'jwt/critical-header',
  cases: ['JWT-S16', 'JWT-S17', 'JWT-S18'],
  title: 'A token with a critical extension that the service does not know is rejected',
  severity: 'medium',
  kind: 'spec',
  why: 'crit says that a token means something else to those who know the extension: others must not take it.',
  remedy:
    'Reject every token with crit, unless all that it lists is understood; some libraries do not look at it.',
  references: ['RFC 7515 section 4.1.11', 'RFC 7797 section 7', 'CVE-2026-35042'],
  section: CRITICAL_HEADER,
  sent: 'token with a critical extension',
  severities: { 'JWT-S16': 'medium', 'JWT-S17': 'low', 'JWT-S18': 'low' },
});
