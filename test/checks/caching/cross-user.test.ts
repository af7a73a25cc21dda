import { expect, test } from 'vitest';
import { crossUser } from '../../../checks/caching/cross-user.ts';
import { runOne } from '../run.ts';
import {
  type Answer,
  type Case,
  declaring,
  type Lines,
  MARKER,
  startWeb,
  suite,
  undeclared,
} from '../web.ts';

const FILE = '/api/files/1';
const OWNER = 'Bearer alice-token-0001';
const body = JSON.stringify({ text: MARKER });
const read: Answer = { status: 200, headers: { etag: '"a"' }, body };

/** A cache before the file that goes by the URL alone: whoever comes after the owner is given the owner's answer. */
const cached = (headers: Lines = {}): NonNullable<Case['web']> => {
  let kept: Answer | undefined;
  return {
    answer: ({ url, headers: { authorization } }) => {
      if (url !== FILE) return undefined;
      if (kept !== undefined) return { ...kept, headers: { ...kept.headers, ...headers } };
      if (authorization !== OWNER) return { status: 404 };
      kept = read;
      return kept;
    },
  };
};
const items = (headers: Lines): NonNullable<Case['web']> => ({
  answer: ({ url }) => (url === '/api/items' ? { status: 200, headers, body: '{"data":[]}' } : undefined),
});
const fileOnly = (against: Parameters<NonNullable<Case['against']>>[0]) => declaring({ cache: {} })(against);
const itemsOnly: NonNullable<Case['against']> = (against) => ({
  ...against,
  policy: { cache: { items: 'no-store' } },
});

suite(crossUser, {
  'fails when the other is given the answer of the owner': {
    outcome: 'fail',
    severity: 'critical',
    message: /after users had asked/,
    web: cached(),
    against: fileOnly,
  },
  'fails when a cache says so itself': {
    outcome: 'fail',
    severity: 'critical',
    message: /from a cache/,
    web: cached({ age: '7' }),
    against: fileOnly,
  },
  'fails when what is no-store has an age': {
    outcome: 'fail',
    severity: 'high',
    message: /Age: 7/,
    web: items({ age: '7' }),
    against: itemsOnly,
  },
  'fails when a cache names itself': {
    outcome: 'fail',
    severity: 'high',
    web: items({ 'cache-status': 'edge; hit; ttl=30' }),
    against: itemsOnly,
  },
  'passes when a cache says that it keeps nothing': {
    outcome: 'pass',
    web: items({
      age: '0',
      'x-cache': 'MISS',
      'cf-cache-status': 'DYNAMIC',
      'cache-status': 'edge; fwd=miss',
    }),
    against: itemsOnly,
  },
  'passes when the service tells of a cache of its own': {
    outcome: 'pass',
    web: items({ 'x-cache': 'HIT' }),
    against: itemsOnly,
  },
  'leaves it open when the other may read it in any case': {
    outcome: 'inconclusive',
    web: { answer: ({ url }) => (url === FILE ? read : undefined) },
    against: fileOnly,
  },
  'leaves it open when the owner cannot read': {
    outcome: 'inconclusive',
    web: { answer: ({ url }) => (url === FILE ? { status: 500 } : undefined) },
    against: fileOnly,
  },
  'leaves it open when the other is answered 429': {
    outcome: 'inconclusive',
    web: {
      answer: ({ url, headers }) =>
        url === FILE && headers.authorization !== OWNER
          ? { status: 429, headers: { 'retry-after': '3600' } }
          : undefined,
    },
    against: fileOnly,
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});

test('asks as two users, and as one where there is only one', async () => {
  const service = await startWeb();
  const tokens = ['alice-token-0001', 'bob-token-000002'];
  const asked = async (count: number) => {
    const pools = {
      users: { kind: 'static' as const, tokens: tokens.slice(0, count), use: 'check' as const },
    };
    const { all } = await runOne(crossUser, { ...itemsOnly(service as never), pools });
    return all.map(({ request }) => request.headers.find(([name]) => name === 'authorization')?.[1]);
  };
  expect(new Set(await asked(2)).size).toBe(2);
  expect(new Set(await asked(1)).size).toBe(1);
  await service.close();
});
