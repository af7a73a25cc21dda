import type { Check, CheckContext } from '../model/check.ts';
import { IdentityError } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import { printable } from '../model/text.ts';
import { InconclusiveError, StoppedError } from './failures.ts';
import { CheckProbe } from './send.ts';
import type { Session } from './session.ts';

/** Characters of a body that are stored, and judged. */
export const STORED_BODY = 64 * 1024;

/** A check that applies and may run. */
export interface Asked {
  readonly check: Check;
  readonly context: CheckContext;
}

/** What a survey came to: exchanges as they are stored, and the judgement of each check on nothing else. */
export interface Observation {
  readonly judgements: readonly Judgement[];
  readonly exchanges: readonly Exchange[];
  /** Requests that were sent; not all of them are kept as exchanges. */
  readonly sent: number;
}

/** Sends what one survey sends, and lets each of its checks judge; never throws. */
export async function observe(
  id: string,
  asked: readonly [Asked, ...Asked[]],
  session: Session,
): Promise<Observation> {
  const [{ check, context }] = asked;
  const probe = new CheckProbe(session, { id, exhausting: check.exhausting }, check.budget(context));
  const store = (exchange: Exchange): Exchange => session.redactor.exchange(exchange, STORED_BODY);
  try {
    const exchanges = (await check.observe(probe, context)).map(store);
    const judgements = asked.map((each) => judge(each.check, exchanges, each.context));
    return { exchanges, judgements, sent: probe.count };
  } catch (error) {
    const exchanges = probe.sent.map(store).map(asUnfinished);
    const message = session.redactor.text(printable((error as Error).message ?? String(error), 400));
    const judgement = { outcome: outcomeOf(error), message: sentence(error, message) };
    return { exchanges, judgements: asked.map(() => judgement), sent: probe.count };
  }
}

/** The judgement on stored exchanges; a judge that throws is our own fault, never the target's. */
export function judge(check: Check, exchanges: readonly Exchange[], context: CheckContext): Judgement {
  try {
    return check.judge(exchanges, context);
  } catch (error) {
    return { outcome: 'error', message: `judging failed: ${printable(String(error), 400)}` };
  }
}

/** Exchanges of a check that was not finished are evidence, but nothing that can be judged. */
function asUnfinished(exchange: Exchange): Exchange {
  return { ...exchange, facts: { ...exchange.facts, unfinished: true } };
}

function outcomeOf(error: unknown): Judgement['outcome'] {
  if (error instanceof StoppedError) return 'not_run';
  return error instanceof IdentityError || error instanceof InconclusiveError ? 'inconclusive' : 'error';
}

function sentence(error: unknown, message: string): string {
  if (error instanceof StoppedError) return 'the run was stopped before the check was finished';
  return outcomeOf(error) === 'error' ? `the check itself failed: ${message}` : message;
}
