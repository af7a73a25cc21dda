import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { CALL, Caller } from '../../src/probe/caller.ts';
import { fail, inconclusive, inRole, outcomeOf, pass } from '../../src/probe/judgement.ts';

/** Looks at readiness while the dependency is down, and again after it has come back. */
const LOOKS = 5;
const ATTEMPTS = 3;

export const readiness: Check = {
  id: 'health/readiness',
  cases: ['HLT-02'],
  title: 'Readiness is answered 503 while a dependency is down',
  severity: 'medium',
  kind: 'policy',
  active: true,
  exhausting: false,
  alone: true,
  why: 'A service that calls itself ready while it cannot work keeps getting requests that fail.',
  remedy:
    'Answer readiness with 503 while something that every request needs is missing; a body alone changes nothing.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
  ],
  // Answers of 503 with Retry-After are waited for, which the looks are not meant to be: they are sent plainly.
  budget: () => CALL + 1 + 2 * LOOKS,
  waits: ({ policy }) => 2 * LOOKS * (policy.health?.dependency?.settle ?? 0),
  needs: ({ policy }) => {
    if (policy.health?.readiness === undefined) return 'declare policy.health.readiness: the endpoint';
    return policy.health.dependency === undefined
      ? 'declare policy.health.dependency: requests that switch a dependency of a test system off and on'
      : undefined;
  },
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const { readiness: name, dependency } = context.policy.health!;
  const before = await new Caller(probe, context).call(name!, { role: 'before' });
  if (!isUp(before)) return [before];
  const exchanges = [before];
  try {
    exchanges.push(await probe.send({ ...dependency!.down }, { role: 'down' }));
    if (isUp(exchanges.at(-1)!)) exchanges.push(...(await look(probe, context, 'during', isDown)));
  } finally {
    exchanges.push(...(await switchUp(probe, dependency!.up)));
  }
  return [...exchanges, ...(await look(probe, context, 'after', isUp))];
}

/** Asks for readiness until it is as hoped, a few times. */
async function look(
  probe: Probe,
  context: CheckContext,
  role: string,
  until: (exchange: Exchange) => boolean,
): Promise<Exchange[]> {
  const { readiness: name, dependency } = context.policy.health!;
  const { method, path } = context.endpoints[name!]!;
  const looks: Exchange[] = [];
  while (looks.length < LOOKS && !looks.some(until)) {
    await probe.sleep(dependency!.settle);
    looks.push(await probe.send({ method, path }, { role }));
  }
  return looks;
}

/** The dependency must come back whatever has happened, even when the run is being stopped. */
async function switchUp(probe: Probe, up: { method: string; path: string }): Promise<Exchange[]> {
  const attempts: Exchange[] = [];
  while (attempts.length < ATTEMPTS && !attempts.some(isUp))
    attempts.push(await probe.send({ ...up }, { role: 'up', cleanup: true }));
  return attempts;
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const of = (role: string): Exchange | undefined => inRole(exchanges, role).at(-1);
  const during = of('during');
  if (of('before') === undefined || !isUp(of('before')!))
    return inconclusive(`readiness ${outcomeOf(of('before'))} before anything was switched off`, exchanges);
  if (!isUp(of('up') ?? exchanges[0]!))
    return inconclusive(
      `the dependency could not be switched on again: the request ${outcomeOf(of('up'))}`,
      exchanges,
    );
  if (during === undefined)
    return inconclusive(
      `the dependency could not be switched off: the request ${outcomeOf(of('down'))}`,
      exchanges,
    );
  if (isUp(during))
    return fail(`readiness is answered ${during.response!.status} while the dependency is down`, [during]);
  if (!isDown(during))
    return inconclusive(`readiness ${outcomeOf(during)} while the dependency is down`, exchanges);
  if (!isUp(of('after') ?? during))
    return inconclusive(
      `readiness ${outcomeOf(of('after'))} after the dependency was switched on again`,
      exchanges,
    );
  return pass('readiness is answered 503 while the dependency is down, and recovers', exchanges);
}

function isUp({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 200 && response.status <= 299;
}

function isDown({ response }: Exchange): boolean {
  return response?.status === 503;
}
