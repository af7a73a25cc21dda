import type { Exchange } from '../../../src/model/exchange.ts';
import type { Report } from '../../../src/model/report.ts';

/** An exchange as it is stored; every part can be replaced. */
export function makeExchange(overrides: Partial<Exchange> = {}): Exchange {
  return {
    id: 'cors/null-origin#1',
    check: 'cors/null-origin',
    role: 'probe null',
    arm: 'canary',
    at: 12,
    request: {
      method: 'GET',
      url: 'http://127.0.0.1:4010/v1/a/../b?q=1',
      headers: [
        ['accept', '*/*'],
        ['user-agent', 'canary-gate/0.1.0 (+run 20261120T194500Z-4f2a)'],
        ['authorization', 'Bearer «members token of user-1»'],
        ['origin', 'null'],
        ['x-twice', 'one'],
        ['x-twice', 'two'],
      ],
    },
    response: {
      status: 200,
      headers: [
        ['Access-Control-Allow-Origin', 'null'],
        ['Content-Type', 'application/json'],
      ],
      body: '{"items":[]}',
      bodyBytes: 12,
      truncated: false,
    },
    timing: { sent: 12, firstByte: 20, ended: 21 },
    ...overrides,
  };
}

/** Exchanges for every id that the findings of a report name; with `text` wherever a target can put any. */
export function exchangesOf(report: Report, text?: string): Map<string, Exchange> {
  const ids = report.checks.flatMap((check) => check.exchanges);
  return new Map(ids.map((id) => [id, text === undefined ? plain(id) : poisoned(id, text)]));
}

function plain(id: string): Exchange {
  const role = id.endsWith('#1') ? 'control' : 'probe null';
  return makeExchange({ id, check: id.split('#')[0] as string, role });
}

function poisoned(id: string, text: string): Exchange {
  const { request, response } = makeExchange();
  return makeExchange({
    id,
    role: `probe ${text}`,
    request: {
      ...request,
      method: `GET${text}`,
      url: `${request.url}${text}`,
      headers: [...request.headers, ['x-echo', text], [text, 'x']],
      body: text,
    },
    response: {
      ...response!,
      headers: [...response!.headers, ['x-said', text], [text, 'x']],
      body: text,
      bodyBytes: text.length,
    },
    facts: { text },
  });
}
