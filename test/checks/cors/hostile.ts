import type { Check } from '../../../src/model/check.ts';
import { ALLOWED, type Case, declaring, fastifyLike, suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const deep: NonNullable<Case['against']> = (against) => ({ ...against, profile: 'deep' });
const openPreflights: NonNullable<NonNullable<Case['web']>['cors']> = (request) => {
  const { headers, ...rest } = fastifyLike()(request);
  const star = request.method === 'OPTIONS' && { 'access-control-allow-origin': '*' };
  return { ...rest, headers: { ...headers, ...star } };
};
const busy = { status: 503, body: 'busy' };

/** Tests a check of origins that must not be granted; `grants` is the mistake that it is there for. */
export function hostileSuite(
  check: Check,
  grants: (origin: string) => boolean,
  severity: Case['severity'],
  more: Readonly<Record<string, Case>> = {},
): void {
  const mistaken = fastifyLike((origin) => ALLOWED.includes(origin) || grants(origin));
  suite(check, {
    ...CORRECT,
    'fails when such an origin is granted': {
      outcome: 'fail',
      web: { cors: mistaken },
      message: /is granted on GET/,
      ...(severity && { severity }),
    },
    'fails when it is granted on errors only': {
      outcome: 'fail',
      against: deep,
      web: { cors: (request) => (request.headers.authorization ? fastifyLike() : mistaken)(request) },
    },
    'passes where unknown preflights are answered * by a gateway': {
      outcome: 'pass',
      web: { cors: openPreflights },
    },
    'leaves it open when unknown origins are answered with an error': {
      outcome: 'inconclusive',
      web: {
        answer: ({ headers: { origin } }) =>
          origin !== undefined && !ALLOWED.includes(origin) ? { status: 500 } : undefined,
      },
    },
    'is a lesser matter when only bearer tokens could be used': {
      outcome: 'fail',
      web: { cors: mistaken },
      severity: 'medium',
      against: (against) => declaring({ cors: { ...against.policy.cors!, credentials: false } })(against),
    },
    'leaves it open when the service is broken': { outcome: 'inconclusive', web: { answer: () => busy } },
    'leaves it open when the control stops being answered': {
      outcome: 'inconclusive',
      web: {
        answer: ({ headers }, count) => (count > 1 && headers.origin === ALLOWED[0] ? busy : undefined),
      },
    },
    'leaves it open when the credentials do not work': {
      outcome: 'inconclusive',
      web: { answer: () => ({ status: 401 }) },
    },
    'does not apply without a policy': {
      outcome: 'not_applicable',
      against: undeclared,
      message: /policy\.cors/,
    },
    ...more,
  });
}
