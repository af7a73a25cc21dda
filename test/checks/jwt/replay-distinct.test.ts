import { replayDistinct } from '../../../checks/jwt/replay-distinct.ts';
import { declaring, keyOf, once, suite } from './replay-service.ts';

const PARTNERS = declaring({ otherIssuer: 'partners' });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

suite(
  replayDistinct,
  {
    'fails when the case of a jti is ignored': {
      outcome: 'fail',
      severity: 'low',
      cases: ['RPL-10'],
      use: once((use) => keyOf(use).toLowerCase()),
    },
    'fails when the issuer is ignored and another is declared': {
      outcome: 'fail',
      cases: ['RPL-11'],
      against: PARTNERS,
      use: once(({ claims }) => String(claims.jti)),
    },
    'passes when the issuer is ignored and no other is declared': {
      outcome: 'pass',
      against: (declaration) => declaration,
      use: once(({ claims }) => String(claims.jti)),
    },
    'does not apply where a jti must be a UUID, which has no case': {
      outcome: 'not_applicable',
      against: (declaration) => declaration,
      use: (use) =>
        UUID.test(String(use.claims.jti)) ? once((each) => keyOf(each).toLowerCase())(use) : 400,
    },
    'leaves it open when the other issuer is not taken at all': {
      outcome: 'inconclusive',
      against: PARTNERS,
      use: (use) => (String(use.claims.iss).includes('partner') ? 401 : once()(use)),
    },
  },
  { against: PARTNERS },
);
