import type { Exchange, HeaderLines } from '../../src/model/exchange.ts';
import type { Found } from '../text/findings.ts';
import { tame } from '../text/tame.ts';

const MOST_HEADERS = 50;

/** The exchange that shows a finding best, as SARIF has it; nothing where exchanges were not handed over. */
export function webExchange(check: Found, exchanges: ReadonlyMap<string, Exchange>): object {
  const cited = check.exchanges.flatMap((id) => exchanges.get(id) ?? []);
  const exchange = cited.find(({ role }) => !role.startsWith('control')) ?? cited[0];
  if (exchange === undefined) return {};
  const { request, response } = exchange;
  const [, target = ''] = /^https?:\/\/[^/]*(.*)$/s.exec(request.url) ?? [];
  return {
    webRequest: {
      protocol: 'HTTP',
      version: '1.1',
      target: tame(target === '' ? '/' : target),
      method: tame(request.method),
      headers: headers(request.headers),
      ...(request.body !== undefined && { body: { text: tame(request.body) } }),
    },
    webResponse: response
      ? {
          protocol: 'HTTP',
          version: '1.1',
          statusCode: response.status,
          headers: headers(response.headers),
          body: { text: tame(response.body) },
        }
      : { noResponseReceived: true },
  };
}

/** SARIF knows one value for a name: lines of the same name are joined as RFC 9110, section 5.3 has it. */
function headers(lines: HeaderLines): object {
  const joined = new Map<string, string>();
  for (const [name, value] of lines.slice(0, MOST_HEADERS)) {
    const key = tame(name.toLowerCase());
    const known = joined.get(key);
    joined.set(key, tame(known === undefined ? value : `${known}, ${value}`));
  }
  return Object.fromEntries(joined);
}
