import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { isSafe } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller, needsData } from '../../src/probe/caller.ts';
import { corsOrigin } from '../../src/probe/cors/endpoint.ts';
import { isReadable, originOf, severityOf } from '../../src/probe/cors/grant.ts';
import { grantOf, grantText } from '../../src/probe/cors/protocol.ts';
import { acceptsStatus } from '../../src/probe/expect.ts';
import {
  failWith,
  inconclusive,
  inRole,
  named,
  outcomeOf,
  pass,
  type Wrong,
} from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { randomLabel } from '../../src/probe/random.ts';

export const furtherEndpoints: Check = {
  id: 'cors/further-endpoints',
  cases: ['CORS-P18', 'CORS-P19'],
  title: 'Streams, downloads and redirects follow the same rule for origins',
  severity: 'high',
  kind: 'policy',
  active: true,
  exhausting: false,
  why: 'Answers that bypass the ordinary path lose their grant, which breaks pages, or carry a wider one of their own.',
  remedy: 'Let one rule for origins serve every answer; a redirect needs the grant on the 3xx itself.',
  references: [
    'https://fetch.spec.whatwg.org/#http-fetch',
    'https://fetch.spec.whatwg.org/#concept-cors-check',
  ],
  budget: (context) => requestsFor(2 * namesIn(context).length),
  needs: (context) => {
    if ((context.policy.cors?.also ?? []).length === 0)
      return 'declare policy.cors.also: endpoints of streams, downloads or redirects that pages read';
    return namesIn(context).length === 0 ? 'policy.cors.also names no endpoint that may be read' : undefined;
  },
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const foreign = `https://${randomLabel(probe.random)}.example`;
  const exchanges: Exchange[] = [];
  for (const name of namesIn(context)) {
    const secret = context.endpoints[name]!.identity !== undefined;
    const facts = { endpoint: name, secret, cookies: context.policy.cors!.credentials };
    for (const [role, origin] of [
      ['allowed', corsOrigin(context)],
      ['foreign', foreign],
    ] as const)
      exchanges.push(await caller.call(name, { role, facts, headers: [['origin', origin]] }));
  }
  return exchanges;
}

function namesIn({ policy, endpoints }: CheckContext): string[] {
  return (policy.cors?.also ?? []).filter((name) => {
    const endpoint = endpoints[name];
    return endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
  });
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const { public: open, credentials } = context.policy.cors!;
  const expected = exchanges.filter((exchange) => isExpected(exchange, context));
  const wrongs = [
    ...inRole(expected, 'allowed').flatMap((exchange) => withheld(exchange, credentials)),
    ...inRole(exchanges, 'foreign').flatMap((exchange) => given(exchange, open)),
  ];
  const failure = failWith(wrongs);
  if (failure !== undefined) return { ...failure, cases: [...new Set(wrongs.map(({ row }) => row))] };
  const other = exchanges.find((exchange) => !expected.includes(exchange));
  if (other !== undefined) return inconclusive(`${named(other)} ${outcomeOf(other)}`, [other]);
  return pass(`${expected.length / 2} further endpoints follow the same rule`);
}

interface RowWrong extends Wrong {
  readonly row: string;
}

function withheld(exchange: Exchange, credentialed: boolean): RowWrong[] {
  const { status, headers } = exchange.response!;
  const grant = grantOf(headers, originOf(exchange));
  if (credentialed ? grant.credentialed : grant.anonymous) return [];
  const redirect = status >= 300 && status <= 399;
  const message = `the ${status} of ${named(exchange)} is not granted to ${quote(originOf(exchange))}: ${grantText(exchange)}`;
  return [{ exchange, message, ...(redirect ? REDIRECT : OTHER) }];
}

const REDIRECT = { row: 'CORS-P18', severity: 'low' } as const;
const OTHER = { row: 'CORS-P19', severity: 'medium' } as const;

function given(exchange: Exchange, open: boolean): RowWrong[] {
  if (!isReadable(exchange, open)) return [];
  const message = `${named(exchange)} is granted to ${quote(originOf(exchange))}: ${grantText(exchange)}`;
  return [{ exchange, message, row: 'CORS-P19', severity: severityOf(exchange) }];
}

/** An answer as its endpoint declares it; a stream that was not read to its end has its headers all the same. */
function isExpected({ response, facts }: Exchange, { endpoints }: CheckContext): boolean {
  const endpoint = endpoints[String(facts?.['endpoint'])];
  return response !== undefined && acceptsStatus(endpoint?.expect ?? {}, response.status);
}
