import type { IncomingMessage } from 'node:http';
import { otherKeys } from '../../../checks/rate-limit/other-keys.ts';
import { suite } from './suite.ts';

suite(otherKeys, {
  ...Object.fromEntries(
    (['user-agent', 'accept-language'] as const).map((name) => [
      `fails when ${name} tells clients apart`,
      {
        outcome: 'fail' as const,
        service: {
          key: (request: IncomingMessage, subject: string) => `${subject} ${request.headers[name]}`,
        },
      },
    ]),
  ),
  'fails when the query does': {
    outcome: 'fail',
    service: { key: ({ url }, subject) => `${subject} ${url}` },
    message: /query, and rejected without/,
  },
});
