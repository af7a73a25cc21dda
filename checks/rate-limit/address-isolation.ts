import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeNeighbour } from '../../src/probe/rate-limit/shared.ts';

export const addressIsolation = quotaCheck({
  id: 'rate-limit/address-isolation',
  cases: ['RL-15'],
  title: 'A limit by address is counted for each address by itself',
  severity: 'high',
  kind: 'policy',
  why: 'With a bucket for all addresses, one client locks out everybody; so do limiters that count a whole network as one.',
  remedy:
    'Count by the address of the client, IPv4 addresses in full also where they come in the form of IPv6 (::ffff:192.0.2.1).',
  references: ['CVE-2026-30827', 'OWASP API4:2023'],
  unfit: ({ name, scope }, { sourceAddresses }) => {
    if (scope !== 'ip') return `policy.limits (${name}) counts by ${scope}`;
    return sourceAddresses.length < 2 ? 'declare two or more sourceAddresses to send from' : undefined;
  },
  judgeLimit: (exchanges, limit, context) => judgeNeighbour('address', exchanges, limit, context),
});
