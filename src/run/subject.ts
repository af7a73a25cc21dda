import type { Engine } from '../model/engine.ts';
import type { Report } from '../model/report.ts';
import type { Arm } from '../model/sample.ts';
import { isLoopback, type Target } from '../model/target.ts';
import { notAuthorised } from '../probe/authorisation.ts';
import type { RunFacts } from './facts.ts';
import type { RunOptions } from './options.ts';

/** What each arm's target speaks, as the preflight found. */
export type Protocols = Readonly<Partial<Record<Arm, 'h1' | 'h2'>>>;

/** What is known of a run before anything is sent. */
export function factsOf(
  options: Pick<RunOptions, 'loaded' | 'mode'> & { readonly engine: Pick<Engine, 'id' | 'title' | 'atMost'> },
  runId: string,
  startedAt: number,
  protocols: Protocols,
): RunFacts {
  const { loaded, engine, mode } = options;
  const { plan, label, sha256 } = loaded;
  return {
    run: {
      id: runId,
      startedAt: new Date(startedAt).toISOString(),
      seed: plan.run.seed,
      subject: plan.targets.canary.subject,
    },
    targets: targetsOf(plan.targets, startedAt, protocols),
    plan: { name: plan.name, file: label, sha256 },
    engine: { id: engine.id, title: engine.title, ...(engine.atMost && { atMost: [...engine.atMost] }) },
    mode,
  };
}

function targetsOf(
  targets: Readonly<Record<string, Target | undefined>>,
  wallClock: number,
  protocols: Protocols,
): Report['targets'] {
  const declared = Object.entries(targets).filter(
    (entry): entry is [string, Target] => entry[1] !== undefined,
  );
  return Object.fromEntries(
    declared.map(([name, target]) => [
      name,
      {
        url: target.url,
        protocol: protocols[name as Arm] ?? 'h1',
        insecure: target.tls?.insecure ?? false,
        loopback: isLoopback(target),
        authorised: notAuthorised(target, wallClock) === undefined,
        ...routeOf(target),
      },
    ]),
  );
}

/** How the target is reached, where that takes more than its URL. */
function routeOf({ reach, tls }: Target): Pick<Report['targets'][string], 'route'> {
  const route = {
    ...(reach && 'resolve' in reach && { address: reach.resolve }),
    ...(tls?.ca && { ca: tls.ca }),
    ...(tls?.cert && { cert: tls.cert }),
    ...(tls?.key && { key: tls.key }),
    ...(tls?.servername && { servername: tls.servername }),
  };
  return Object.keys(route).length > 0 ? { route } : {};
}
