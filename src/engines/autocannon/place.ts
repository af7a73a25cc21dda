import { isIP } from 'node:net';
import type { Options } from 'autocannon';
import { placeOf } from '../../http/dial-route.ts';
import { pemFilesOf } from '../../http/tls-terms.ts';
import type { Target } from '../../model/target.ts';

/** Where autocannon connects to, and as whom: it knows no certificate authorities, since it verifies nothing. */
export type Place = Pick<Options, 'url' | 'servername' | 'tlsOptions'>;

/** Throws a `StartError` when a TLS file cannot be read. */
export function connectionOf({ url, reach, tls }: Target): Place {
  const { protocol, host, port } = placeOf(url);
  const address = reach && 'resolve' in reach ? reach.resolve : host;
  const place = `${protocol}//${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
  if (protocol !== 'https:') return { url: place };
  const name = tls?.servername ?? host;
  return {
    url: place,
    tlsOptions: pemFilesOf(tls),
    ...(isIP(name) === 0 ? { servername: name } : {}),
  };
}
