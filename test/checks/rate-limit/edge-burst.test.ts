import { setTimeout as sleep } from 'node:timers/promises';
import { edgeBurst } from '../../../checks/rate-limit/edge-burst.ts';
import { limiterOf } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

const SLIDING = { algorithm: 'sliding-window' } as const;
const fixed = limiterOf('fixed', QUOTA, WINDOW);

suite(edgeBurst, {
  'fails when the window does not slide': {
    outcome: 'fail',
    service: { declared: SLIDING },
    against: (against) => ({ ...against, profile: 'deep' }),
    message: /19 requests, and 20 and 20 more/,
  },
  'passes when it does': {
    outcome: 'pass',
    service: { kind: 'sliding-log', declared: SLIDING },
    against: (against) => ({ ...against, profile: 'deep' }),
  },
  'passes when it slides by shares': {
    outcome: 'pass',
    service: { kind: 'sliding-counter', headers: HEADERS.bare, declared: SLIDING },
    against: (against) => ({ ...against, profile: 'deep' }),
  },
  'stays open when the first burst goes on past the edge': {
    outcome: 'inconclusive',
    service: { racing: (key) => sleep(60).then(() => fixed(key, Date.now())), declared: SLIDING },
    against: (against) => ({ ...against, profile: 'deep' }),
    message: /longer than a window/,
  },
  'is not misled by a limit that slides on during a slow burst': {
    outcome: 'inconclusive',
    service: { racing: slowAtTheEdge(), headers: HEADERS.bare, declared: SLIDING },
    against: (against) => ({ ...against, profile: 'deep' }),
    message: /longer than a window/,
  },
  'does not apply where no sliding window is promised': { outcome: 'not_applicable' },
});

/** Slides by shares of windows that begin with the first request; takes its time with most of the second burst. */
function slowAtTheEdge() {
  const begun = new Map<string, { at: number; calls: number }>();
  const sliding = limiterOf('sliding-counter', QUOTA, WINDOW);
  return async (key: string) => {
    const known = begun.get(key) ?? { at: Date.now(), calls: 0 };
    begun.set(key, known);
    known.calls += 1;
    if (known.calls > QUOTA && known.calls <= 1.65 * QUOTA) await sleep(WINDOW / QUOTA);
    return sliding(key, Date.now() - known.at);
  };
}
