import type { IncomingMessage } from 'node:http';
import { crossPod } from '../../../checks/rate-limit/cross-pod.ts';
import { limiterOf, slowedAfter } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(crossPod, {
  'fails when each instance counts by itself': {
    outcome: 'fail',
    service: { key: (request, subject) => `${subject} ${podOf(request)}` },
    message: /fresh connections/,
  },
  'leaves it open when so much time passes that a bucket would have filled up': {
    outcome: 'inconclusive',
    service: {
      key: (request, subject) => `${subject} ${podOf(request)}`,
      racing: slowedAfter(limiterOf('fixed', QUOTA, WINDOW), 90),
    },
    message: /the window ended before its quota was used up/,
  },
  'passes over one counter': { outcome: 'pass', message: /20 requests .* as many connections/ },
});

const pods = new WeakMap<object, number>();
let connections = 0;

/** Connections go to two instances by turns. */
function podOf({ socket }: IncomingMessage): number {
  const known = pods.get(socket);
  if (known !== undefined) return known;
  connections += 1;
  pods.set(socket, connections % 2);
  return connections % 2;
}
