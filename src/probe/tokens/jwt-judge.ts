import type { Exchange } from '../../model/exchange.ts';
import type { Judgement, Severity } from '../../model/finding.ts';
import { quote } from '../../model/text.ts';
import { type Baselines, isSilent, isSuccess, type Reading, readAnswer } from './answer.ts';

/** What became of one variant over all its attempts. */
export interface VariantReading {
  readonly name: string;
  readonly reading: Reading;
  readonly exchange: Exchange;
}

/** Another severity where only these variants were accepted; undefined for the check's own. */
export type SeverityOf = (accepted: readonly string[]) => Severity | undefined;

/** Every variant must be rejected. One that is accepted is proof; one that got no clear answer leaves it open. */
export function judgeRejected(
  exchanges: readonly Exchange[],
  sent: string,
  severityOf?: SeverityOf,
): Judgement {
  const broken = judgeBaselines(exchanges);
  if (broken) return broken;
  const variants = readVariants(exchanges);
  const accepted = variants.filter(({ reading }) => reading === 'accepted');
  if (accepted.length === 0) return openOnes(variants) ?? passed(variants, `every ${sent} was rejected`);
  const severity = severityOf?.(accepted.map(({ name }) => name));
  return {
    outcome: 'fail',
    message: `accepted like a valid token: ${sent} (${listed(accepted)})`,
    ...(severity && { severity }),
    exchanges: idsOf(accepted),
  };
}

/** Every variant must be accepted. */
export function judgeAccepted(exchanges: readonly Exchange[], sent: string): Judgement {
  const broken = judgeBaselines(exchanges);
  if (broken) return broken;
  const variants = readVariants(exchanges);
  const rejected = variants.filter(({ reading }) => reading === 'rejected');
  if (rejected.length === 0) return openOnes(variants) ?? passed(variants, `every ${sent} was accepted`);
  return { outcome: 'fail', message: `rejected: ${sent} (${listed(rejected)})`, exchanges: idsOf(rejected) };
}

/**
 * Nothing can be told of other tokens unless valid ones are accepted, before and after, and none and garbage are not.
 * Undefined when the baselines hold.
 */
export function judgeBaselines(exchanges: readonly Exchange[]): Judgement | undefined {
  const broken = judgeControls(exchanges);
  if (broken) return broken;
  for (const role of ['none', 'garbage']) {
    const answered = exchanges.filter((exchange) => exchange.role === role && !isSilent(exchange));
    if (answered.length === 0) return open(`${NAMES[role]} got no answer that says anything`);
    const success = answered.find(isSuccess);
    if (success)
      return open(`${NAMES[role]} is answered ${success.response?.status} too: see jwt/no-token`, success);
  }
  return undefined;
}

/** The valid tokens alone: the first, those between the probes and the last must have been accepted. */
export function judgeControls(exchanges: readonly Exchange[]): Judgement | undefined {
  const controls = exchanges.filter((exchange) => exchange.role === 'valid');
  const answered = controls.filter((exchange) => !isSilent(exchange));
  const last = controls.at(-1);
  if (!last || answered.length === 0)
    return open(`a valid token got no answer that says anything${cause(last)}`, last);
  const refused = answered.find((exchange) => !isSuccess(exchange));
  if (refused) return open(`a valid token was answered ${refused.response?.status}`, refused);
  if (isSilent(last))
    return open(`the last valid token got no answer that says anything${cause(last)}`, last);
  return undefined;
}

/** What each variant's answers say; any accepted attempt counts, otherwise the last one does. */
export function readVariants(exchanges: readonly Exchange[]): VariantReading[] {
  const baselines = baselinesOf(exchanges);
  const byName = new Map<string, VariantReading>();
  for (const exchange of exchanges) {
    if (exchange.facts?.['part'] !== 'probe') continue;
    const name = String(exchange.facts['variant']);
    if (byName.get(name)?.reading === 'accepted') continue;
    byName.set(name, { name, reading: readAnswer(exchange, baselines), exchange });
  }
  return [...byName.values()];
}

export function baselinesOf(exchanges: readonly Exchange[]): Baselines {
  return {
    valid: exchanges.filter((exchange) => exchange.role === 'valid' && isSuccess(exchange)),
    refused: exchanges.filter((exchange) => exchange.role === 'none' || exchange.role === 'garbage'),
  };
}

/** An inconclusive judgement. */
export function open(message: string, exchange?: Exchange): Judgement {
  return { outcome: 'inconclusive', message, exchanges: exchange ? [exchange.id] : [] };
}

const NAMES: Readonly<Record<string, string>> = {
  none: 'a request without token',
  garbage: 'a garbage token',
};

function openOnes(variants: readonly VariantReading[]): Judgement | undefined {
  const unclear = variants.filter(({ reading }) => reading === 'unclear');
  const [first] = unclear;
  if (!first) return variants.length === 0 ? open('no token was tried') : undefined;
  const status = first.exchange.response?.status;
  const answer = status === undefined ? 'no answer' : `status ${status}`;
  return {
    outcome: 'inconclusive',
    message: `neither accepted nor rejected, with ${answer}${cause(first.exchange)}: ${listed(unclear)}`,
    exchanges: idsOf(unclear),
  };
}

function passed(variants: readonly VariantReading[], message: string): Judgement {
  return { outcome: 'pass', message: `${message} (${variants.length} tried)`, exchanges: [] };
}

function cause(exchange: Exchange | undefined): string {
  return exchange?.error ? ` (${quote(exchange.error.code)})` : '';
}

function listed(variants: readonly VariantReading[]): string {
  return variants.map(({ name }) => name).join(', ');
}

function idsOf(variants: readonly VariantReading[]): string[] {
  return variants.map(({ exchange }) => exchange.id);
}
