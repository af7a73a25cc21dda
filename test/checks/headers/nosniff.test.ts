import { nosniff } from '../../../checks/headers/nosniff.ts';
import { headerSuite, sending } from './suite.ts';

headerSuite(
  nosniff,
  'x-content-type-options',
  {
    good: ['nosniff', 'NoSniff', 'nosniff, nosniff', ['nosniff', 'nosniff']],
    bad: [undefined, 'sniff', 'sniff, nosniff', ['"nosniff"'], ''],
    severity: 'low',
  },
  {
    'notes a second one, as of a proxy that adds its own': {
      outcome: 'pass',
      message: /twice/,
      web: sending('x-content-type-options', ['nosniff', 'nosniff']),
    },
  },
);
