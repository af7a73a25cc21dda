import type { Exchange } from '../../src/model/exchange.ts';
import type { Report } from '../../src/model/report.ts';

/** An option of curl, with its value where it takes one. */
export type Option = readonly [option: string, value?: string];

/** `--request HEAD` would wait for a body that never comes. */
export function methodOf(exchange: Exchange): Option[] {
  const { method } = exchange.request;
  return method === 'HEAD' && !needsBody(exchange) ? [['--head']] : [['--request', method]];
}

/** How the target is reached, where that takes more than its URL. */
export function routeOf(
  exchange: Exchange,
  origin: string,
  target: Report['targets'][string] | undefined,
): Option[] {
  const { route = {}, insecure, loopback } = target ?? { insecure: false, loopback: false };
  const { hostname, port, protocol } = new URL(origin);
  const number = port || (protocol === 'https:' ? '443' : '80');
  const address = route.address?.includes(':') ? `[${route.address}]` : route.address;
  const options: readonly (readonly [Option, applies: unknown])[] = [
    [['--noproxy', '*'], loopback],
    [['--connect-to', `${hostname}:${number}:${address}:${number}`], address],
    [['--interface', exchange.localAddress], exchange.localAddress],
    [['--cacert', route.ca], route.ca],
    [['--cert', route.cert], route.cert],
    [['--key', route.key], route.key],
    [['--insecure'], insecure],
  ];
  return options.filter(([, applies]) => applies).map(([option]) => option);
}

/** Headers in their order; those that curl would add of its own are taken away. */
export function headersOf(exchange: Exchange): Option[] {
  const { headers } = exchange.request;
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const unwanted = ['User-Agent', 'Accept', ...(needsBody(exchange) ? ['Content-Type', 'Expect'] : [])];
  return [
    ...headers
      .filter(([name]) => name.toLowerCase() !== 'content-length')
      // With nothing after the colon curl would leave the line out.
      .map(([name, value]): Option => ['--header', value.trim() === '' ? `${name};` : `${name}: ${value}`]),
    ...unwanted
      .filter((name) => !names.has(name.toLowerCase()))
      .map((name): Option => ['--header', `${name}:`]),
  ];
}

/** Methods that announce even an empty body. */
const WITH_BODY = /^(POST|PUT|PATCH|QUERY|PROPFIND|PROPPATCH)$/;

/** True where a body is sent, or its absence is announced. */
export function needsBody({ request: { method, body } }: Exchange): boolean {
  return WITH_BODY.test(method) || (body !== undefined && body !== '');
}
