import { modernVersions } from '../../../checks/tls/modern-versions.ts';
import { OLD, plain, tlsSuite, undeclared } from './suite.ts';

const promises: { versions: ('1.2' | '1.3')[] } = { versions: ['1.2', '1.3'] };

tlsSuite(modernVersions, {
  'passes on both': { outcome: 'pass', message: /TLS 1.2 and TLS 1.3/, promises },
  'passes on one where none is declared': {
    outcome: 'pass',
    message: /TLS 1.3$/,
    server: { minVersion: 'TLSv1.3' },
  },
  'passes on the declared one': {
    outcome: 'pass',
    promises: { versions: ['1.3'] },
    server: { minVersion: 'TLSv1.3' },
  },
  'fails without TLS 1.3': {
    outcome: 'fail',
    message: /refuses TLS 1.3$/,
    promises,
    server: { maxVersion: 'TLSv1.2' },
  },
  'fails without TLS 1.2': { outcome: 'fail', promises, server: { minVersion: 'TLSv1.3' } },
  'leaves it open when neither is spoken': {
    outcome: 'inconclusive',
    server: { ...OLD, maxVersion: 'TLSv1.1' },
  },
  'does not apply to plain HTTP': { outcome: 'not_applicable', against: plain },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
