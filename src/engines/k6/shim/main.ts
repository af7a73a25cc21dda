import './platform.ts';
import { sleep } from 'k6';
import type { Context, ScenarioModule } from '../../../model/context.ts';
import { stopOf } from './limits.ts';
import { listedIteration } from './listed.ts';
import { modules } from './modules.ts';
import { runAside, scriptIteration } from './script.ts';
import { tellEnd } from './tell.ts';
import { aside, options, outside, payload, type Scene, scene } from './world.ts';

export { options };

/** What setup hands to the iterations, by scenario. */
type Prepared = Readonly<Record<string, { readonly value?: unknown; readonly failed?: true }>>;

type Body = (ctx: Context) => unknown;

/** A virtual user with nothing to do does not ask again at once, in s. */
const IDLE = 0.1;

export async function setup(): Promise<Prepared> {
  outside(0);
  const prepared: Record<string, Prepared[string]> = {};
  for (const key of Object.keys(payload.scenarios)) {
    const body = moduleOf(key)?.setup as Body | undefined;
    if (!body) continue;
    let value: unknown;
    const threw = await runAside(aside(key), 'setup', async (ctx) => (value = await body(ctx)), undefined);
    prepared[key] = threw === undefined ? { value } : { failed: true };
  }
  return prepared;
}

export function iterate(prepared: Prepared): void | Promise<void> {
  const place = scene();
  if (place.n >= (place.spec.most ?? Number.POSITIVE_INFINITY)) return undefined;
  const ready = prepared?.[place.key];
  if (!place.spec.open && Date.now() >= place.began + place.spec.duration) return sleep(IDLE);
  if (ready?.failed || stopOf(place) !== undefined) return sleep(IDLE);
  const module = moduleOf(place.key);
  const running = module
    ? scriptIteration(place, module.iteration as Body, ready?.value)
    : listedIteration(place);
  return running instanceof Promise ? running.then(() => pause(place)) : pause(place);
}

export async function teardown(prepared: Prepared): Promise<void> {
  outside(-1);
  for (const key of Object.keys(payload.scenarios)) {
    const body = moduleOf(key)?.teardown as Body | undefined;
    if (body && !prepared?.[key]?.failed)
      await runAside(aside(key), 'teardown', body, prepared?.[key]?.value);
  }
  tellEnd();
}

/** Between the iterations of a closed loop, as long as there is another to come. */
function pause({ spec, began }: Scene): void {
  const left = began + spec.duration - Date.now();
  if (!spec.open && spec.pause > 0 && left > 0) sleep(Math.min(spec.pause, left) / 1000);
}

function moduleOf(key: string): ScenarioModule | undefined {
  const found = modules[key];
  return typeof found === 'function' ? ({ iteration: found } as ScenarioModule) : found;
}
