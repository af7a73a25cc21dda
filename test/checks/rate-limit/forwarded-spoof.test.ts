import { forwardedSpoof } from '../../../checks/rate-limit/forwarded-spoof.ts';
import { HEADERS } from './service.ts';
import { suite } from './suite.ts';

suite(forwardedSpoof, {
  'fails when X-Forwarded-For is believed': {
    outcome: 'fail',
    service: { key: (request, subject) => String(request.headers['x-forwarded-for'] ?? subject) },
    message: /X-Forwarded-For, X-Forwarded-For \(list\), X-Forwarded-For \(IPv6\)/,
  },
  'fails when CF-Connecting-IP is believed': {
    outcome: 'fail',
    service: {
      key: (request) => String(request.headers['cf-connecting-ip'] ?? request.socket.remoteAddress),
      declared: { scope: 'ip', identity: undefined },
    },
    message: /with CF-Connecting-IP,/,
  },
  'is not misled by a bucket that always admits the next request but one': {
    outcome: 'pass',
    service: {
      headers: HEADERS.none,
      change: (verdict, calls) => ({ ...verdict, admitted: calls <= 20 || calls % 2 === 0 }),
    },
  },
  'stops when each rejection asks to wait longer': {
    outcome: 'inconclusive',
    service: { headers: growing() },
    message: /stopped after 1 of 13/,
  },
});

/** A limiter that doubles the wait with every rejection. */
function growing() {
  let wait = 1;
  return ({ admitted }: { admitted: boolean }): Readonly<Record<string, string>> => {
    if (admitted) return {};
    wait *= 2;
    return { 'Retry-After': String(wait) };
  };
}
