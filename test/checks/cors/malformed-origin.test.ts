import { malformedOrigin } from '../../../checks/cors/malformed-origin.ts';
import { fastifyLike, suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const rule = fastifyLike();
/** Breaks on an Origin that is none, as often as told. */
const fragile = (times: number) => {
  const seen = new Map<string, number>();
  return (origin: string | undefined): boolean => {
    if (origin === undefined || URL.canParse(origin)) return false;
    const count = (seen.get(origin) ?? 0) + 1;
    seen.set(origin, count);
    return count <= times;
  };
};
const breaking = (breaks: (origin: string | undefined) => boolean) => ({
  cors: rule,
  answer: ({ headers: { origin } }: { headers: { origin?: string | undefined } }) =>
    breaks(origin) ? { status: 500 } : undefined,
});

suite(malformedOrigin, {
  ...CORRECT,
  'fails when such an Origin is answered 500': {
    outcome: 'fail',
    severity: 'low',
    web: breaking(fragile(Number.POSITIVE_INFINITY)),
  },
  'passes where a fault passes': { outcome: 'pass', web: breaking(fragile(1)) },
  'leaves it open where every unknown origin is answered 500': {
    outcome: 'inconclusive',
    message: /ordinary origin/,
    web: breaking((origin) => origin !== undefined && !origin.endsWith('.shop.example')),
  },
  'leaves it open when the service is broken': { outcome: 'inconclusive', web: breaking(() => true) },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
