import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { type Defect, headerCheck, mediaType } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';

export const contentType = headerCheck({
  id: 'headers/content-type',
  cases: ['HDR-02'],
  title: 'Content-Type says what the body is',
  kind: 'exploit',
  why: 'JSON that is sent as a page is run as one: text of users in it becomes script.',
  remedy:
    'Send JSON as application/json, pages as text/html with a charset, and every body with a Content-Type.',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9110#section-8.3',
    'https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#send-safe-response-content-types',
  ],
  everywhere: true,
  defect,
  good: 'every body is what its Content-Type says',
});

function defect(exchange: Exchange, _: CheckContext): Defect | undefined {
  const { body = '', bodyBytes = 0 } = exchange.response ?? {};
  if (bodyBytes === 0) return undefined;
  const type = mediaType(exchange);
  if (type === undefined) return { message: 'Content-Type is absent' };
  if (isEncoded(exchange)) return undefined;
  const text = body.replace(/^\ufeff/, '').trim();
  if (type === 'text/html') return wrongPage(exchange, text);
  // Only documents: a stream or a list of lines has types of its own. Nothing is noted of what was not read to its end.
  const json = /^application\/(?:[\w.-]+\+)?json$/.test(type) && exchange.facts?.['json'] === false;
  if (!json || exchange.error !== undefined || isPartial(exchange) || isOtherText(exchange)) return undefined;
  return { message: `the body is no JSON, and sent as ${type}` };
}

function wrongPage(exchange: Exchange, text: string): Defect | undefined {
  if (/^[[{]/.test(text) && exchange.facts?.['json'] === true)
    return {
      message: 'the body is JSON, and sent as text/html',
      severity: reflects(exchange, text) ? 'medium' : 'low',
    };
  const declared = /charset/i.test(headerValue(answerHeaders(exchange), 'content-type') ?? '');
  const inside = /<meta[^>]+charset/i.test(text) || exchange.response?.body.startsWith('\ufeff');
  const plain = /^[\u0000-\u007f«»]*$/.test(text);
  return declared || inside || plain
    ? undefined
    : { message: 'the page has no charset, and text beyond ASCII' };
}

/** Text of the request's own path that comes back: what a stranger puts into a link. */
function reflects(exchange: Exchange, text: string): boolean {
  const [label] = /canary-gate-cg[0-9a-f]{6}/.exec(exchange.request.url) ?? [];
  return label !== undefined && text.includes(label);
}

function isEncoded(exchange: Exchange): boolean {
  const encoding = headerValue(answerHeaders(exchange), 'content-encoding')?.toLowerCase();
  return encoding !== undefined && encoding !== 'identity';
}

function isPartial({ response }: Exchange): boolean {
  return response?.status === 206;
}

/** JSON in another encoding than UTF-8 was not read as what it is. */
function isOtherText(exchange: Exchange): boolean {
  const [, charset] =
    /charset="?([\w-]+)/i.exec(headerValue(answerHeaders(exchange), 'content-type') ?? '') ?? [];
  return charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset);
}
