import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import {
  filesOf,
  needsFiles,
  OTHER,
  PUBLIC,
  SIGNED_URLS,
  type SignedFile,
  waitOf,
} from '../../src/probe/caching/signed-urls.ts';
import { combine } from '../../src/probe/combine.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';

export const signedUrl: Check = {
  ...SIGNED_URLS,
  id: 'caching/signed-url',
  cases: ['CACHE-06'],
  title: 'A signed URL is good for its own file and time alone',
  severity: 'critical',
  kind: 'exploit',
  why: 'A signature that does not cover file and time lets whoever has one URL make others.',
  remedy: 'Sign path and expiry together, compare the whole signature, and look at the expiry last.',
  references: [
    'https://cwe.mitre.org/data/definitions/347.html',
    'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
  ],
  needs: needsFiles,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return combine(
    filesOf(context).map((file) => ({
      name: file.endpoint,
      judgement: judgeFile(
        file,
        exchanges.filter(({ role }) => role.endsWith(` ${file.index}`)),
        context,
      ),
    })),
  );
}

const MISSING: Readonly<Record<string, string>> = {
  none: 'its answer holds no URL where policy.files says',
  elsewhere: 'the URL is of another host, which probes do not call',
};

function judgeFile(file: SignedFile, own: readonly Exchange[], context: CheckContext): Judgement {
  const part = (name: string): Exchange | undefined => own.find(({ role }) => role.startsWith(`${name} `));
  const [issue, valid] = [part('issue'), part('valid')];
  if (!isGood(issue)) return inconclusive(outcomeOf(issue), own);
  if (valid === undefined) return inconclusive(MISSING[String(issue.facts?.['url'])] ?? 'no URL', [issue]);
  if (!isGood(valid)) return inconclusive(`the URL as handed out ${outcomeOf(valid)}`, [issue, valid]);
  const probes = own.filter(({ role }) => /^(?:probe|expired) /.test(role));
  const accepted = probes.find((probe) => isAccepted(probe, valid, own));
  if (accepted !== undefined)
    return fail(`the URL is good ${variantOf(accepted)} as well`, [valid, accepted]);
  const control = [part('again'), ...(part('expired') ? [part('fresh')] : [])].find((each) => !isGood(each));
  const controls = ['again', ...(part('expired') ? ['fresh'] : [])].map(part);
  if (controls.some((each) => !isGood(each)))
    return inconclusive(`the URL as handed out ${outcomeOf(control)} afterwards`, own);
  const odd = probes.find((probe) => !isRefused(probe) && !isNoTrial(probe, valid));
  if (odd !== undefined) return inconclusive(`the URL ${variantOf(odd)} ${outcomeOf(odd)}`, [odd]);
  if (issue.facts?.['signed'] !== true)
    return inconclusive('the parameter of the signature is not known: declare policy.files[].signature', own);
  const waited = waitOf(file, context) === undefined ? '; its expiry was not waited for' : '';
  return pass(`${probes.length} other ways to use it are refused${waited}`, own);
}

/** Answered as the URL itself is: 2xx alone would be said by pages for everything that is not there, too. */
function isAccepted(probe: Exchange, valid: Exchange, own: readonly Exchange[]): boolean {
  if (!isGood(probe) || variantOf(probe) === PUBLIC) return false;
  if (probe.request.method === 'HEAD') return lengthOf(probe) === valid.response!.bodyBytes;
  const same = probe.response!.body === valid.response!.body;
  if (variantOf(probe) !== OTHER) return same;
  const open = own.find((each) => variantOf(each) === PUBLIC);
  return !same && open !== undefined && isRefused(open);
}

/** Another path that gives the same file, or a file for everybody, says nothing. */
function isNoTrial(probe: Exchange, valid: Exchange): boolean {
  const other = [OTHER, PUBLIC].includes(variantOf(probe));
  return isGood(probe) && (other || probe.request.method === 'HEAD' || valid.response!.bodyBytes === 0);
}

function isGood(exchange: Exchange | undefined): exchange is Exchange {
  const status = exchange?.response?.status ?? 0;
  return status >= 200 && status < 300 && exchange?.error === undefined;
}

function isRefused(exchange: Exchange): boolean {
  return answered(exchange) && exchange.response!.status >= 300;
}

function lengthOf({ response }: Exchange): number | undefined {
  const [, value] = response?.headers.find(([name]) => name.toLowerCase() === 'content-length') ?? [];
  return value === undefined ? undefined : Number(value);
}

function variantOf({ facts }: Exchange): string {
  return String(facts?.['variant'] ?? '');
}
