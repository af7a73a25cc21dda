import { etagOracle } from '../../../checks/caching/etag-oracle.ts';
import { type Answer, type Case, MARKER, suite, undeclared } from '../web.ts';

const FILE = '/api/files/1';
const OWNER = 'Bearer alice-token-0001';
const TAG = '"tag-of-alice"';

/** A file with an ETag; `refused` says what others are answered, with and without the tag. */
const tagged = (refused: (knows: boolean) => Answer): NonNullable<Case['web']> => ({
  answer: ({ url, headers }) => {
    if (url !== FILE) return undefined;
    const knows = headers['if-none-match'] === TAG;
    if (headers.authorization !== OWNER) return refused(knows);
    return knows
      ? { status: 304 }
      : { status: 200, headers: { etag: TAG }, body: JSON.stringify({ text: MARKER }) };
  },
});

suite(etagOracle, {
  'passes where there is no ETag': { outcome: 'pass', message: /no ETag/ },
  'passes when permissions come first': {
    outcome: 'pass',
    message: /404/,
    web: tagged(() => ({ status: 404 })),
  },
  'passes on 403 and 412': { outcome: 'pass', web: tagged((knows) => ({ status: knows ? 412 : 403 })) },
  'fails when the tag comes first': {
    outcome: 'fail',
    severity: 'medium',
    web: tagged((knows) => ({ status: knows ? 304 : 404 })),
  },
  'leaves it open when others may read': { outcome: 'inconclusive', web: tagged(() => ({ status: 200 })) },
  'leaves it open when others are answered 500': {
    outcome: 'inconclusive',
    web: tagged(() => ({ status: 500 })),
  },
  'leaves it open when the owner cannot read': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 401 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
