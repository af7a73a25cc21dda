import { expect, test } from 'vitest';
import { signedUrl } from '../../../checks/caching/signed-url.ts';
import type { CheckOutcome } from '../../../src/model/finding.ts';
import type { Against } from '../run.ts';
import { runOne } from '../run.ts';
import { type Files, startFiles } from './files.ts';

type Policy = NonNullable<Parameters<typeof startFiles>[1]>;
interface Row {
  readonly outcome: CheckOutcome;
  readonly files?: Files;
  readonly policy?: Policy;
  readonly profile?: Against['profile'];
  readonly message?: RegExp;
}

const BRIEF = { validity: '2s', tolerance: '0ms' };

const ROWS: Readonly<Record<string, Row>> = {
  'passes on a correct service': { outcome: 'pass', message: /not waited for/ },
  'passes on one whose URLs are short-lived': {
    outcome: 'pass',
    message: /refused$/,
    files: { validity: 2 },
    policy: BRIEF,
    profile: 'deep',
  },
  'passes with parameters of other names': {
    outcome: 'pass',
    files: { url: (path, expires, signature) => `${path}?signature=${signature}&x=1&expires=${expires}` },
    policy: { signature: 'signature', expires: 'expires' },
  },
  'passes when another path is a page for everybody': {
    outcome: 'pass',
    files: {
      answer: (_, { pathname }) => (pathname === '/files/2' ? { status: 200, body: 'a page' } : undefined),
    },
  },
  'passes when refusals lead elsewhere': {
    outcome: 'pass',
    files: {
      answer: (_, { pathname, searchParams }) =>
        pathname !== '/sign' && searchParams.get('signature') === null ? { status: 302 } : undefined,
    },
  },
  'fails when any signature will do': {
    outcome: 'fail',
    message: /another signature/,
    files: { matches: (given) => given !== '' },
  },
  'fails when only the beginning of a signature is compared': {
    outcome: 'fail',
    message: /another signature/,
    files: { matches: (given, right) => given.slice(0, 8) === right.slice(0, 8) },
  },
  'fails when no signature is needed': {
    outcome: 'fail',
    message: /without a signature/,
    files: { matches: (given, right) => given === '' || given === right },
  },
  'fails when the expiry is not signed': {
    outcome: 'fail',
    message: /later expiry/,
    files: { signed: (path) => path },
  },
  'fails when the path is not signed': {
    outcome: 'fail',
    message: /another file/,
    files: { signed: (_, expires) => expires },
  },
  'fails when the path is not signed, and the other file is named': {
    outcome: 'fail',
    message: /another file/,
    files: { signed: (_, expires) => expires },
    policy: { other: '/files/2' },
  },
  'fails when HEAD is not looked at': {
    outcome: 'fail',
    message: /HEAD/,
    files: { open: ({ method }) => method === 'HEAD' },
  },
  'fails when a URL is good after its time': {
    outcome: 'fail',
    message: /after its time/,
    files: { validity: 2, inTime: () => true },
    policy: BRIEF,
  },
  'leaves it open when the answer holds no URL': {
    outcome: 'inconclusive',
    message: /no URL/,
    policy: { json: '$.link' },
  },
  'leaves it open when the URL is of another host': {
    outcome: 'inconclusive',
    message: /another host/,
    files: { url: (path) => `https://storage.shop.example${path}?signature=abcdefghijkl` },
  },
  'leaves it open when the URL itself is refused': {
    outcome: 'inconclusive',
    files: { answer: (_, { pathname }) => (pathname === '/sign' ? undefined : { status: 403 }) },
  },
  'leaves it open when refusals are errors of the service': {
    outcome: 'inconclusive',
    message: /500/,
    files: {
      answer: (_, { pathname, searchParams }) =>
        pathname !== '/sign' && searchParams.get('signature') === null ? { status: 500 } : undefined,
    },
  },
  'leaves it open when the signature is not known': {
    outcome: 'inconclusive',
    message: /policy\.files\[\]\.signature/,
    files: {
      url: (path, expires, signature) => `${path}?expires=${expires}&q=1&proof=${signature}`,
      answer: (_, url) => {
        const proof = url.searchParams.get('proof');
        if (proof !== null) url.searchParams.set('signature', proof);
        return undefined;
      },
    },
  },
  'leaves it open when the URL is no longer good in the end': {
    outcome: 'inconclusive',
    message: /afterwards/,
    files: {
      answer: (_, { pathname }, count) =>
        pathname === '/files/1' && count > 4 ? { status: 403 } : undefined,
    },
  },
};

test.concurrent.each(Object.entries(ROWS))(
  '%s',
  async (_, { outcome, files = {}, policy, profile, message }) => {
    const service = await startFiles(files, policy);
    try {
      const finding = await runOne(signedUrl, { ...service, ...(profile && { profile }) });
      expect({ outcome: finding.outcome, message: finding.message }).toEqual({
        outcome,
        message: expect.stringMatching(message ?? /./),
      });
      expect(finding.severity).toBe('critical');
    } finally {
      await service.close();
    }
  },
);

test('no signature reaches the evidence, be it good or nearly so', async () => {
  const service = await startFiles();
  const { all } = await runOne(signedUrl, service);
  await service.close();
  const signatures = service.seen.flatMap((line) => /signature=([\w-]+)/.exec(line)?.[1] ?? []);
  expect(new Set(signatures).size).toBeGreaterThan(1);
  for (const each of new Set(signatures)) expect(JSON.stringify(all)).not.toContain(each);
});

test('reads only: GET and HEAD, and never with credentials that are not declared', async () => {
  const service = await startFiles();
  const { all } = await runOne(signedUrl, service);
  await service.close();
  expect(new Set(all.map(({ request }) => request.method))).toEqual(new Set(['GET', 'HEAD']));
});

test('does not apply without a policy', async () => {
  const service = await startFiles();
  expect((await runOne(signedUrl, { ...service, policy: {} })).outcome).toBe('not_applicable');
  await service.close();
});
