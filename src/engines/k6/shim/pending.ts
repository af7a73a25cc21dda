import type { Classified } from '../../answers/classify.ts';
import { Pending } from '../../answers/pending.ts';
import { elapsed } from './clock.ts';
import { timesOf } from './listed.ts';
import type { Sent } from './send.ts';
import { tellIteration, tellRequest } from './tell.ts';
import { versionOf } from './version.ts';
import type { Scene } from './world.ts';

/** What is told of a scripted request besides its outcome. */
export interface Done {
  readonly sent: Sent;
  readonly endpoint: string;
  readonly class: string;
  readonly subject: string;
  readonly method: string;
  readonly path: string;
  readonly place: number;
  readonly held: number;
  readonly iteration: number;
}

/** The answers of one iteration, told of once nothing more is held against them. */
export function pendingOf(scene: Scene): Pending<Done> {
  return new Pending({
    count: (done, classified) => tellDone(scene, done, classified),
    note: (note) => tellIteration(scene, { ended: false, note }),
    now: elapsed,
  });
}

function tellDone(scene: Scene, done: Done, { outcome, cause }: Classified): void {
  const { sent, endpoint, method, path, subject, iteration, held, place } = done;
  const labels = { endpoint, class: done.class, version: versionOf(sent), outcome, status: sent.status };
  tellRequest(scene, labels, {
    place,
    ...timesOf(scene, sent),
    ...(held > 0 ? { held } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(scene.spec.transcript ? { line: { method, path, subject, iteration } } : {}),
  });
}
