import { expiry } from '../../../checks/tls/expiry.ts';
import { tlsSuite, undeclared } from './suite.ts';

tlsSuite(expiry, {
  'passes on enough days': { outcome: 'pass', certificate: { days: 30.5 }, promises: { minDays: 30 } },
  'passes on few days where none are declared': { outcome: 'pass', certificate: { days: 1 } },
  'passes where the authority is not known': {
    outcome: 'pass',
    certificate: { selfSigned: true },
    promises: { minDays: 30 },
  },
  'passes beyond 2049': { outcome: 'pass', certificate: { days: 30_000 }, promises: { minDays: 20_000 } },
  'fails on too few days': {
    outcome: 'fail',
    severity: 'medium',
    message: /expires in 19 days, and 21 are declared/,
    certificate: { days: 19.5 },
    promises: { minDays: 21 },
  },
  'fails when it has expired': {
    outcome: 'fail',
    severity: 'high',
    message: /expired 3 days ago/,
    certificate: { days: -3.5 },
  },
  'fails when it is not valid yet': {
    outcome: 'fail',
    message: /only in 2 days/,
    certificate: { from: 2.5 },
  },
  'leaves it open when TLS is not spoken': { outcome: 'inconclusive', instead: (socket) => socket.destroy() },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
