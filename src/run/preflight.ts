import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Dialled, dialerOf, protocolsOf } from '../http/dial.ts';
import { StartError } from '../model/errors.ts';
import type { ProxySettings, Target } from '../model/target.ts';
import { printable } from '../model/text.ts';

/** Even a target that must connect quickly may take its time for the first connection, in ms. */
const PATIENCE = 5000;
/** A server of TLS 1.3 says only after the handshake that it wants a client certificate; waited for in ms. */
const AFTERTHOUGHT = 250;

const UNTRUSTED = 'its certificate is signed by none who is trusted; tls.ca names another authority';

/** What the commonest codes mean, for people. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is it running?',
  ENOTFOUND: 'its name is not known; is it spelled right?',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
  EADDRNOTAVAIL: 'this machine has no such local address',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; is http:// meant?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS; is http:// meant?',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate: tls.cert and tls.key',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

/**
 * Asks whether a connection can be opened, proxy and TLS included, and sends nothing: whatever the target answers later
 * is measured. Gives what is spoken on it; rejects with a `StartError` of one sentence.
 */
export async function preflight(
  name: string,
  target: Target,
  proxy?: ProxySettings,
): Promise<Dialled['alpn']> {
  try {
    return await connectOnce(target, proxy);
  } catch (error) {
    throw error instanceof StartError ? error : unreachable(name, target, error as Error);
  }
}

function connectOnce(target: Target, proxy: ProxySettings | undefined): Promise<Dialled['alpn']> {
  const dialer = dialerOf(target, { proxy, protocols: protocolsOf(target) });
  const timeout = Math.max(target.connection.connectTimeout, PATIENCE);
  return new Promise((resolve, reject) => {
    dialer.open({ timeout }, (error, connection) => {
      if (connection) afterthought(connection.socket).then(() => resolve(connection.alpn), reject);
      else reject(error);
    });
  });
}

/**
 * Waits until the server has accepted the handshake as well, which is when it offers a session; rejects with why not.
 * The connection is closed then.
 */
function afterthought(socket: Socket): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    socket.on('error', reject).once('session', resolve).once('close', resolve);
    const isEarly = socket instanceof TLSSocket && socket.getProtocol() === 'TLSv1.3';
    if (isEarly) socket.setTimeout(AFTERTHOUGHT, resolve);
    else resolve();
  }).finally(() => socket.destroy());
}

function unreachable(name: string, { url }: Target, error: Error): StartError {
  const { code = 'no connection', message } = firstOf(error);
  const cause = CAUSES[code] ?? printable(message || code);
  return new StartError(`the ${name} ${url} could not be reached: ${cause} (${code})`, { cause: error });
}

/** A host with several addresses fails with one error for each; the first tells enough. */
function firstOf(error: Error): NodeJS.ErrnoException {
  return error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
}
