import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { keepingOf } from '../../src/probe/caching/cache-control.ts';
import { filesOf, needsFiles, SIGNED_URLS, type SignedFile } from '../../src/probe/caching/signed-urls.ts';
import { combine } from '../../src/probe/combine.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';

/** Between the service's clock, its rounding, and the answer. */
const SLACK = 2;

export const signedFile: Check = {
  ...SIGNED_URLS,
  id: 'caching/signed-file',
  cases: ['CACHE-05'],
  title: 'No cache keeps a file for longer than its signed URL is good',
  severity: 'medium',
  kind: 'policy',
  why: 'A copy that outlives its URL can still be read when access was meant to be over.',
  remedy: 'Send Cache-Control: private with a max-age of the time that is left, or no-store.',
  references: ['https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.7'],
  needs: (context) =>
    needsFiles(context) ??
    (judged(context).length === 0 ? 'policy.files declares that caches may keep every file' : undefined),
  judge,
};

function judged(context: CheckContext): readonly SignedFile[] {
  return filesOf(context).filter(({ cache }) => cache !== 'public');
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return combine(
    judged(context).map((file) => ({ name: file.endpoint, judgement: judgeFile(file, exchanges) })),
  );
}

function judgeFile(file: SignedFile, exchanges: readonly Exchange[]): Judgement {
  const part = (name: string): Exchange | undefined =>
    exchanges.find(({ role }) => role === `${name} ${file.index}`);
  const [issue, valid] = [part('issue'), part('valid')];
  const status = valid?.response?.status ?? 0;
  if (valid === undefined || status < 200 || status > 299)
    return inconclusive(`the signed URL ${outcomeOf(valid)}`, valid ? [valid] : []);
  const seen = `Cache-Control is ${quote(headerValue(answerHeaders(valid), 'cache-control') ?? 'absent')}`;
  const { has, own, shared } = keepingOf(valid);
  if (has('no-store')) return pass('no cache keeps it', [valid]);
  const left = timeLeft(file, issue, valid);
  const open = !has('private') && (has('public') || has('s-maxage'));
  if (open && (shared ?? 0) > 0) return fail(`shared caches may keep it: ${seen}`, [valid]);
  if (left !== undefined && (own ?? 0) > left + SLACK)
    return fail(
      `it is kept for ${Math.round(own!)} s, and the URL is good for ${Math.round(left)} s: ${seen}`,
      [valid],
    );
  if (file.cache === 'private' && !has('private'))
    return fail(`it is not said to be private: ${seen}`, [valid]);
  return pass(`${seen}${advice(valid)}`, [valid]);
}

/** Seconds for which the URL is still good: by its own expiry, else as declared. */
function timeLeft(file: SignedFile, issue: Exchange | undefined, valid: Exchange): number | undefined {
  const until = issue?.facts?.['until'];
  const date = Date.parse(headerValue(answerHeaders(valid), 'date') ?? '');
  if (typeof until === 'number' && !Number.isNaN(date)) return Math.max(0, until - date / 1000);
  return file.validity === undefined ? undefined : file.validity / 1000;
}

function advice(valid: Exchange): string {
  const missing = ['x-content-type-options', 'content-disposition'].filter(
    (name) => headerValue(answerHeaders(valid), name) === undefined,
  );
  return missing.length === 0
    ? ''
    : `; ${missing.join(' and ')} would keep browsers from showing it as a page`;
}
