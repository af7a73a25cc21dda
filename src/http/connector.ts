import type { buildConnector } from 'undici';
import type { Target } from '../model/target.ts';
import { type Dialer, dialerOf } from './dial.ts';

/**
 * Connects undici to a target as its TLS settings, its `reach` and its proxy say, whatever Host a request claims.
 * Throws `StartError` when a TLS file cannot be used.
 */
export function connectorOf(
  target: Target,
  localAddress?: string,
  dialer: Dialer = dialerOf(target, { protocols: ['http/1.1'] }),
): buildConnector.connector {
  const options = { localAddress, timeout: target.connection.connectTimeout };
  return (_, callback) => {
    dialer.open(options, (error, connection) => {
      if (connection) callback(null, connection.socket);
      else callback(error as Error, null);
    });
  };
}
