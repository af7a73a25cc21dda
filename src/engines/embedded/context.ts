import type { Context } from '../../model/context.ts';
import { Pending } from '../answers/pending.ts';
import { ownIdentity } from '../requests/own-identity.ts';
import { milliseconds } from '../requests/script-request.ts';
import { cookiesOf } from './cookies.ts';
import { type Done, record } from './record.ts';
import type { Scene } from './scene.ts';
import { clientOf } from './script-client.ts';
import { Stopped, type Turn } from './turn.ts';
import { rest } from './wait.ts';

/** `ctx` of one iteration, and its end, at which its requests are counted. */
export function contextOf(scene: Scene, turn: Turn): { ctx: Context; close: () => void } {
  const { job, sink, health } = scene.session;
  const { user, credential } = turn;
  const pending = new Pending<Done>({
    count: (done, classified) => record(scene, done, classified),
    note: (text) => health.note(text),
    now: job.now,
  });
  const ctx: Context = {
    http: clientOf(scene, turn, pending),
    identity: ownIdentity(credential),
    expect: (answer, expectations) => pending.expect(answer, expectations),
    async sleep(time) {
      pending.settle();
      await rest(milliseconds(time), scene.cut);
      if (scene.cut.isCut) throw new Stopped();
    },
    random: user.random,
    data: turn.row,
    cookies: cookiesOf(user, job.target.url),
    metric(name, value) {
      const at = job.now();
      sink.recordCustom({ arm: job.arm, phase: scene.phase(at), scenario: scene.name, name, at, value });
    },
    vu: user.id,
    iteration: turn.iteration,
    setup: scene.setup,
  };
  return { ctx, close: () => pending.close() };
}
