import { nosniff } from '../../../checks/headers/nosniff.ts';
import { headerSuite } from './suite.ts';

headerSuite(nosniff, 'x-content-type-options', {
  good: ['nosniff', 'NoSniff'],
  bad: [undefined, 'sniff', 'nosniff, nosniff', ['nosniff', 'nosniff'], ''],
  severity: 'low',
});
