import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { inconclusive, inRole, outcomeOf, pass } from '../../src/probe/judgement.ts';

const RETRY_AFTER = 300;

export const ports: Check = {
  id: 'tls/ports',
  cases: ['PORT-01', 'PORT-02'],
  title: 'Declared ports of the host are closed, and open, as declared',
  severity: 'high',
  kind: 'policy',
  active: true,
  exhausting: false,
  why: 'A database, debugger or metrics page that anybody can reach needs no further hole.',
  remedy: 'Bind such services to loopback, or let a firewall or network policy keep them inside.',
  references: ['https://owasp.org/www-project-web-security-testing-guide/latest/'],
  budget: (context) => 2 + closedOf(context).length + 2 * openOf(context).length,
  waits: () => RETRY_AFTER,
  needs: (context) =>
    closedOf(context).length + openOf(context).length === 0
      ? 'declare policy.tls.ports: those that are open, and those that are closed'
      : undefined,
  observe,
  judge,
};

/** The target's own port before and after, so that silence elsewhere is not that of the network. */
async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const own = Number(new URL(context.target.url).port) || (context.target.secure ? 443 : 80);
  const before = await probe.connect(own, { role: 'control before' });
  if (!isOpen(before)) return [before];
  const connected = await Promise.all([
    ...closedOf(context).map((port) => probe.connect(port, { role: 'closed' })),
    ...openOf(context).map((port) => openTwice(probe, port)),
  ]);
  return [before, ...connected, await probe.connect(own, { role: 'control after' })];
}

async function openTwice(probe: Probe, port: number): Promise<Exchange> {
  const first = await probe.connect(port, { role: 'open' });
  if (isOpen(first)) return first;
  await probe.sleep(RETRY_AFTER);
  return probe.connect(port, { role: 'open' });
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const controls = inRole(exchanges, 'control');
  const silent = controls.find((each) => !isOpen(each)) ?? (controls.length < 2 ? controls[0] : undefined);
  if (controls.length < 2 || silent !== undefined)
    return inconclusive(`the target's own port ${outcomeOf(silent)}`, exchanges);
  const stray = inRole(exchanges, 'closed').filter(isOpen);
  const shut = inRole(exchanges, 'open').filter((each) => each.error?.code === 'ECONNREFUSED');
  if (stray.length + shut.length > 0) return wrong(stray, shut);
  const open = inRole(exchanges, 'open').find((each) => !isOpen(each));
  if (open !== undefined) return inconclusive(`port ${portOf(open)} ${outcomeOf(open)}`, [open]);
  return pass(`${exchanges.length - controls.length} ports are open or closed as declared`, exchanges);
}

function wrong(stray: readonly Exchange[], shut: readonly Exchange[]): Judgement {
  const texts = [
    ...stray.map((each) => `port ${portOf(each)} is open, and declared to be closed`),
    ...shut.map((each) => `port ${portOf(each)} refuses connections, and is declared to be open`),
  ];
  return {
    outcome: 'fail',
    message: texts.join('; '),
    cases: [...(stray.length > 0 ? ['PORT-01'] : []), ...(shut.length > 0 ? ['PORT-02'] : [])],
    exchanges: [...stray, ...shut].map(({ id }) => id),
    ...(stray.length === 0 && { severity: 'medium' as const }),
  };
}

function isOpen({ facts }: Exchange): boolean {
  return facts?.['open'] === true;
}

function portOf({ facts }: Exchange): number {
  return Number(facts?.['port']);
}

function closedOf({ policy }: CheckContext): readonly number[] {
  return policy.tls?.ports?.closed ?? [];
}

function openOf({ policy }: CheckContext): readonly number[] {
  return policy.tls?.ports?.open ?? [];
}
