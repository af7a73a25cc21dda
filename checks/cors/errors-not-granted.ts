import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller } from '../../src/probe/caller.ts';
import { needsCors } from '../../src/probe/cors/endpoint.ts';
import { isReadable, originOf, severityOf } from '../../src/probe/cors/grant.ts';
import { undeclared } from '../../src/probe/cors/origins.ts';
import { grantText } from '../../src/probe/cors/protocol.ts';
import { ERROR_KINDS, isProvoked, provokeErrors } from '../../src/probe/errors.ts';
import { failWith, inconclusive, named, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { randomLabel } from '../../src/probe/random.ts';

const SAMPLE_LABEL = 'cg000000';

export const errorsNotGranted: Check = {
  id: 'cors/errors-not-granted',
  cases: ['CORS-P14'],
  title: 'Errors are granted to no origin that nobody has declared',
  severity: 'high',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'Error handlers often have a rule of their own, and errors tell whether a visitor is signed in, and more.',
  remedy:
    'Let one rule for origins serve every answer, those of error handlers and of authentication among them.',
  references: ['https://fetch.spec.whatwg.org/#http-cors-protocol'],
  budget: (context) => requestsFor(originsIn(context, SAMPLE_LABEL).length * ERROR_KINDS),
  needs: needsCors,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const { endpoint, credentials } = context.policy.cors!;
  const facts = { secret: context.endpoints[endpoint]?.identity !== undefined, cookies: credentials };
  const label = randomLabel(probe.random);
  const exchanges: Exchange[] = [];
  for (const origin of originsIn(context, label)) {
    const errors = await provokeErrors(caller, context, { endpoint, label, headers: [['origin', origin]] });
    exchanges.push(...errors.map((each) => ({ ...each, facts: { ...each.facts, ...facts } })));
  }
  return exchanges;
}

function originsIn({ policy }: CheckContext, label: string): string[] {
  return undeclared([{ origin: `https://${label}.example` }, { origin: 'null' }], policy).map(
    ({ origin }) => origin,
  );
}

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const open = policy.cors?.public ?? false;
  const wrongs = exchanges
    .filter((exchange) => isReadable(exchange, open))
    .map((exchange) => ({
      exchange,
      severity: severityOf(exchange),
      message: `the ${exchange.response!.status} of ${named(exchange)} is granted to ${quote(originOf(exchange))}: ${grantText(exchange)}`,
    }));
  const failure = failWith(wrongs);
  if (failure !== undefined) return failure;
  const errors = exchanges.filter(isProvoked);
  const other = exchanges.find((exchange) => !isProvoked(exchange));
  if (errors.length === 0) return inconclusive(`${named(other!)} ${outcomeOf(other)}`, exchanges);
  const statuses = [...new Set(errors.map(({ response }) => response!.status))].join(', ');
  return pass(`errors ${statuses} are granted to nobody else`, errors);
}
