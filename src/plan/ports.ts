import type { Problem } from '../model/errors.ts';
import type { Plan } from './schema.ts';

/** Ports that are declared to be open and closed at once, or closed though the target itself is reached there. */
export function portContradictions({ policy, targets }: Pick<Plan, 'policy' | 'targets'>): Problem[] {
  const { open = [], closed = [] } = policy.tls?.ports ?? {};
  const { port, protocol } = new URL(targets.canary.url);
  const own = Number(port) || (protocol === 'https:' ? 443 : 80);
  return closed.flatMap((each, index) => {
    const path = `policy.tls.ports.closed[${index}]`;
    const allowed = 'a port where nothing listens';
    if (each === own) return [{ path, message: `the target itself is reached at port ${each}`, allowed }];
    return open.includes(each)
      ? [{ path, message: `port ${each} is declared to be open as well`, allowed }]
      : [];
  });
}
