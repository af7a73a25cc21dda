import type { Exchange, HeaderLines } from '../../src/model/exchange.ts';
import type { Report } from '../../src/model/report.ts';

/** Longest body that is put on a command line. */
const LONGEST_BODY = 16 * 1024;

/** Where a request goes. */
export interface Place {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly path: string;
  /** curl leaves such a path alone; any other is a separate option. */
  readonly asGiven: boolean;
}

/** Where the exchange went; undefined where its URL does not tell. */
export function placeOf(
  { request }: Exchange,
  target: Report['targets'][string] | undefined,
): Place | undefined {
  const known = target && URL.canParse(target.url) ? new URL(target.url).origin : '';
  const rest = request.url.slice(known.length);
  const own = known !== '' && request.url.startsWith(known) && /^(\/|\*|https?:|$)/.test(rest);
  const [, origin = '', path = ''] = own
    ? ['', known, rest]
    : (/^(https?:\/\/[\w.:[\]-]+)([/?#*].*)?$/s.exec(request.url) ?? []);
  if (!URL.canParse(origin)) return undefined;
  const asGiven = /^\/[\w\-.~!$&'()*+,;=:@%/?]*$/.test(withoutSecrets(path));
  return { origin, path: path === '' ? '/' : path, asGiven: asGiven || path === '' };
}

/** What stands in for a secret may look like nothing that is sent. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/«[^»]*»/g, '');
}

/** Why curl cannot send the same bytes; undefined where it can. */
export function refusalOf({ request }: Exchange): string | undefined {
  const { method, url, headers, body = '' } = request;
  const name = (line: HeaderLines[number]) => line[0].toLowerCase();
  const length = headers.find((line) => name(line) === 'content-length')?.[1];
  const reasons: readonly (readonly [boolean, string])[] = [
    [!/^[!#$%&'*+.^_`|~\w-]+$/.test(method), 'its method is no token'],
    [/[\u0000-\u0020\u007f]/.test(withoutSecrets(url)), 'its URL holds spaces or control characters'],
    [headers.some((line) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(line[0])), 'a header name is no token'],
    [headers.some((line) => /[\u0000\r\n]/.test(line[1])), 'a header holds a line break or NUL'],
    [
      headers.filter((line) => name(line) === 'host').length > 1,
      'curl sends one Host line, and this has more',
    ],
    [
      length !== undefined && Number(length) !== Buffer.byteLength(body),
      'its Content-Length is not that of its body',
    ],
    [body.includes('\u0000'), 'its body holds NUL, which no argument can'],
    [
      Buffer.byteLength(body) > LONGEST_BODY,
      'its body is too long for a command line; it is in exchanges.ndjson',
    ],
  ];
  return reasons.find(([applies]) => applies)?.[1];
}
