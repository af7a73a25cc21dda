import { forwardedVictim } from '../../../checks/rate-limit/forwarded-victim.ts';
import { limiterOf, slowed } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

const SERVICE = {
  declared: { scope: 'ip', identity: undefined },
  sourceAddresses: ['127.0.0.2', '127.0.0.3', '127.0.0.4'],
} as const;

suite(forwardedVictim, {
  ...Object.fromEntries(
    (['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip'] as const).map((name) => [
      `fails when ${name} is believed`,
      {
        outcome: 'fail' as const,
        service: {
          ...SERVICE,
          key: ({
            headers,
            socket,
          }: {
            headers: Record<string, unknown>;
            socket: { remoteAddress?: string };
          }) => String(headers[name] ?? socket.remoteAddress),
        },
        message: /had only claimed to be/,
      },
    ]),
  ),
  'passes when nothing is believed': { outcome: 'pass', service: SERVICE },
  'leaves it open when all share a bucket': {
    outcome: 'inconclusive',
    service: { ...SERVICE, key: () => 'everyone' },
  },
  'leaves it open when the window ends before the victim is asked': {
    outcome: 'inconclusive',
    service: {
      ...SERVICE,
      key: ({ headers, socket }) => String(headers['x-forwarded-for'] ?? socket.remoteAddress),
      racing: slowed(limiterOf('fixed', QUOTA, WINDOW), 110),
    },
    message: /the window ended before the claimed address/,
  },
  'leaves it open when claims are refused': {
    outcome: 'inconclusive',
    service: { ...SERVICE, refuses: ({ headers }) => headers['x-forwarded-for'] !== undefined },
    message: /too few requests that claimed the address/,
  },
  'wants three addresses': {
    outcome: 'not_applicable',
    service: { declared: SERVICE.declared, sourceAddresses: ['127.0.0.2', '127.0.0.3'] },
  },
});
