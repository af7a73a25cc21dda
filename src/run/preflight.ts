import { connectorOf } from '../http/connector.ts';
import { StartError } from '../model/errors.ts';
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
  TIMEOUT: `it did not accept a connection within ${TIMEOUT / 1000} s`,
};

/**
 * Asks whether a connection can be opened, TLS included, and sends nothing: whatever the target answers later is
 * measured. Rejects with a `StartError` of one sentence.
 */
export async function preflight(name: string, target: Target): Promise<void> {
  const { protocol, hostname, port } = new URL(target.url);
  const connect = connectorOf(target);
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => reject(unreachable(name, target, error));
    const timer = setTimeout(() => fail({ code: 'TIMEOUT' }), TIMEOUT);
    connect({ protocol, hostname, port: port || (protocol === 'https:' ? '443' : '80') }, (error, socket) => {
      clearTimeout(timer);
      socket?.on('error', () => {}).destroy();
      if (error) fail(error);
      else resolve();
    });
  });
}

function unreachable(name: string, target: Target, error: unknown): StartError {
  const { code = 'no connection', message = '' } = firstOf(error);
  const cause = CAUSES[code] ?? printable(message);
  return new StartError(`the ${name} ${target.url} could not be reached: ${cause} (${code})`);
}

/** A host with several addresses fails with one error for each; the first tells enough. */
function firstOf(error: unknown): { code?: string; message?: string } {
  return error instanceof AggregateError
    ? (error.errors[0] as { code?: string; message?: string })
    : (error as object);
}
