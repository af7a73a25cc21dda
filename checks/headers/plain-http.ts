import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { answered, fail, inconclusive, named, outcomeOf, pass } from '../../src/probe/judgement.ts';

export const plainHttp: Check = {
  id: 'headers/plain-http',
  cases: ['HDR-14'],
  title: 'Plain HTTP only leads to https',
  severity: 'medium',
  kind: 'policy',
  active: false,
  exhausting: false,
  profile: 'quick',
  why: 'What is served over plain HTTP can be read and changed by everybody on the way, tokens included.',
  remedy: 'Answer 308 to the https URL of the same host over plain HTTP, or refuse; serve nothing there.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html',
    'https://www.rfc-editor.org/rfc/rfc6797#section-7.2',
  ],
  budget: () => 1,
  needs: ({ policy }) =>
    policy.headers?.plain === undefined
      ? 'declare policy.headers.plain: a URL over plain HTTP that must lead to https'
      : undefined,
  observe,
  judge,
};

/** Without credentials: they must never travel over plain HTTP. Where it leads is noted before any URL is redacted. */
async function observe(probe: Probe, { policy, target }: CheckContext): Promise<Exchange[]> {
  const plain = new URL(policy.headers!.plain!);
  const request = { method: 'GET', path: plain.pathname + plain.search };
  const exchange = await probe.send(request, { role: 'plain', plainPort: Number(plain.port) || 80 });
  const location = headerValue(answerHeaders(exchange), 'location');
  const next = location === undefined ? null : URL.parse(location, plain.href);
  const facts = { scheme: next?.protocol ?? 'nowhere', home: next?.hostname === target.host };
  return [{ ...exchange, facts }];
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const [exchange] = exchanges;
  if (!answered(exchange)) return inconclusive(`plain HTTP ${outcomeOf(exchange)}`, exchanges);
  const { status } = exchange.response!;
  const { scheme, home } = exchange.facts ?? {};
  const place = named(exchange);
  if (status >= 400) return pass(`${place} is refused over plain HTTP (${status})`, exchanges);
  if (status < 300) return fail(`${place} is answered ${status} over plain HTTP`, exchanges);
  if (scheme !== 'https:') {
    const location = headerValue(answerHeaders(exchange), 'location') ?? 'nowhere';
    return fail(`${place} leads from plain HTTP to ${quote(location)}`, exchanges);
  }
  // The first host never gets to send its own Strict-Transport-Security then.
  const elsewhere = home === true ? '' : ', though of another host';
  return pass(`${place} leads to https (${status})${elsewhere}`, exchanges);
}
