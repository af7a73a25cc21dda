import { replayMalleable } from '../../../checks/jwt/replay-malleable.ts';
import { hash, once, suite } from './replay-service.ts';

const byText = once(({ token }) => hash(token));

suite(replayMalleable, {
  'fails when the text of the token is remembered': {
    outcome: 'fail',
    severity: 'high',
    use: byText,
    message: /other last character/,
  },
  'fails when the signature is remembered': {
    outcome: 'fail',
    use: once(({ token }) => token.split('.')[2] ?? ''),
  },
  'fails when (r, n - s) is another token': {
    outcome: 'fail',
    algorithm: 'ES256',
    use: once(({ token }) => hash(token)),
    message: /s negated/,
  },
  'passes when the text is remembered and signatures have one text alone': {
    outcome: 'pass',
    verify: (token, jose) => {
      const signature = token.split('.')[2] ?? '';
      const exact = Buffer.from(signature, 'base64url').toString('base64url') === signature;
      return exact ? jose(token) : Promise.reject(new Error('not canonical'));
    },
    use: byText,
  },
});
