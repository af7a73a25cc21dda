import { replay } from '../../../checks/jwt/replay.ts';
import { declaring, hash, keyOf, limitedAfter, once, suite } from './replay-service.ts';

suite(replay, {
  'passes where tokens are remembered by their text': {
    outcome: 'pass',
    use: once(({ token }) => hash(token)),
  },
  'fails when nothing is remembered': {
    outcome: 'fail',
    severity: 'high',
    cases: ['RPL-01', 'RPL-06'],
    use: () => true,
  },
  'fails when each connection remembers for itself': {
    outcome: 'fail',
    message: /other connections/,
    use: once(({ socket, ...use }) => `${socket.remotePort} ${keyOf(use)}`),
  },
  'does not apply to reusable tokens': {
    outcome: 'not_applicable',
    against: declaring({ replay: 'reusable' }),
    use: () => true,
  },
  'leaves it open when a second use is answered like a duplicate': {
    outcome: 'inconclusive',
    use: once(keyOf, 10, { status: 200, body: { task: { status: 'duplicate' } } }),
  },
  'leaves it open when the store is down for second uses': {
    outcome: 'inconclusive',
    use: once(keyOf, 10, 503),
  },
  'leaves it open when a limiter answers': { outcome: 'inconclusive', before: limitedAfter(3) },
  'leaves it open when errors answer': { outcome: 'inconclusive', before: limitedAfter(4, 500) },
  'leaves it open when valid tokens are refused in the end': {
    outcome: 'inconclusive',
    before: limitedAfter(5, 401),
  },
});
