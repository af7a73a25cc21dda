import { ProbeClient } from '../http/client.ts';
import { StartError } from '../model/errors.ts';
import type { HeaderLines } from '../model/exchange.ts';
import type { Target } from '../model/target.ts';
import { printable } from '../model/text.ts';

const TIMEOUT = 5000;

/** What the commonest codes mean, for people. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is it running?',
  ENOTFOUND: 'its name is not known; is it spelled right?',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
  TIMEOUT: `it does not answer within ${TIMEOUT / 1000} s`,
};

/** Asks once whether anybody answers, whatever the answer. Rejects with a `StartError` of one sentence. */
export async function preflight(
  name: string,
  target: Target,
  mark: HeaderLines,
  now: () => number,
): Promise<void> {
  const client = new ProbeClient({ target, mark, now, caps: { keep: 0, read: 64 * 1024 } });
  try {
    const answer = await client.send({ method: 'GET', path: '/', timeout: TIMEOUT });
    if (answer.response === undefined) throw unreachable(name, target, answer.error);
  } finally {
    await client.close();
  }
}

function unreachable(name: string, target: Target, error?: { code: string; message: string }): StartError {
  const code = error?.code ?? 'no answer';
  const cause = CAUSES[code] ?? printable(error?.message ?? '');
  return new StartError(`the ${name} ${target.url} could not be reached: ${cause} (${code})`);
}
