import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { attemptsOf, type Episode, episodesBudget } from '../../src/probe/replay/episode.ts';
import { judgeEpisodes } from '../../src/probe/replay/judge.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';
import { judgeRoutes } from '../../src/probe/replay/route.ts';
import type { Mint } from '../../src/probe/tokens/mint.ts';

/** What a `jti` may be by mistake; undefined for none. The last ones are for the deep profile. */
const SHAPES: readonly (readonly [name: string, jti: unknown])[] = [
  ['missing', undefined],
  ['empty', ''],
  ['number', 0],
  ['object', {}],
  ['__proto__', '__proto__'],
  ['null', null],
  ['NUL', 'a\u0000b'],
  ['4 KB', 'x'.repeat(4096)],
];
const STANDARD = 5;
/** A service error that comes each time. */
const TIMES = 3;

const WORDING = spent('a used token with an odd jti');

const check = replayCheck({
  id: 'jwt/replay-jti-shape',
  cases: ['RPL-12'],
  title: 'A one-time token with a missing or odd jti is rejected, or remembered like any other',
  severity: 'medium',
  kind: 'policy',
  why: 'A store that skips what has no proper jti lets such tokens through again and again.',
  remedy: 'Reject tokens whose jti is missing, empty or no string before the store is asked.',
  references: ['RFC 7519 section 4.1.7', 'CWE-20'],
  wording: WORDING,
  most: ({ profile }) => episodesBudget(shapes(profile).map(() => 2)),
  episodes: ({ context: { profile } }) => shapes(profile).map(toEpisode),
});

export const replayJtiShape: Check = {
  ...check,
  judge: (exchanges) => judgeRoutes(exchanges, (route) => judgeShapes(route)),
};

function shapes(profile: string): typeof SHAPES {
  return profile === 'deep' ? SHAPES : SHAPES.slice(0, STANDARD);
}

function toEpisode([name, jti]: (typeof SHAPES)[number]): Episode {
  return {
    name,
    row: 'RPL-12',
    refusable: true,
    steps: async (mint) => {
      const token = await mint.sign(claimsWith(mint, jti));
      return [
        { token, wants: 'accepted' },
        { token, wants: 'rejected', asks: true },
      ];
    },
  };
}

function claimsWith(mint: Mint, jti: unknown): Record<string, unknown> {
  const { jti: _, ...others } = mint.claims();
  return jti === undefined ? others : { ...others, jti };
}

/** Accepted twice is a hole; 500 each time, while other tokens are answered, is a smaller one. */
function judgeShapes(route: readonly Exchange[]): Judgement {
  const judgement = judgeEpisodes(route, WORDING);
  if (judgement.outcome === 'fail') return judgement;
  const failing = [...Map.groupBy(attemptsOf(route), ({ episode }) => episode)].filter(
    ([, attempts]) =>
      attempts.length === TIMES && attempts.every(({ uses }) => uses[0]?.response?.status === 500),
  );
  if (failing.length === 0) return judgement;
  return {
    outcome: 'fail',
    severity: 'low',
    message: `a token with an odd jti is answered 500, each time: ${failing.map(([name]) => name).join(', ')}`,
    exchanges: failing.flatMap(([, attempts]) => attempts.flatMap(({ uses }) => uses.map(({ id }) => id))),
  };
}
