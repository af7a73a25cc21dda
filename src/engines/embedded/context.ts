import type { Answer, Context, HttpClient, RequestOptions } from '../../model/context.ts';
import type { Credential } from '../../model/identity.ts';
import { answerOf } from './answer.ts';
import { classify } from './classify.ts';
import { cookiesOf, keepCookies } from './cookies.ts';
import { Pending } from './pending.ts';
import type { Headers } from './request.ts';
import type { Scene } from './scene.ts';
import { type Asked, adHoc, bodyOf, milliseconds, pathOf, timeoutOf } from './script-request.ts';
import { send } from './send.ts';
import { BODY_CAP } from './static.ts';
import { eventReader } from './stream.ts';
import type { User } from './user.ts';
import { rest } from './wait.ts';

/** Ends an iteration whose scenario was cut; no fault of the script. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export interface Turn {
  readonly user: User;
  readonly iteration: number;
  readonly intended: number;
  readonly row: Readonly<Record<string, string>>;
  /** The identity of this iteration, when the scenario names a pool. */
  readonly credential: Credential | undefined;
  /** The number of the identity by pool. */
  readonly indexOf: (pool: string) => number;
}

const SETTLE_AFTER = 1000;

/** `ctx` of one iteration, and its end, at which its requests are counted. */
export function contextOf(scene: Scene, turn: Turn): { ctx: Context; close: () => void } {
  const { job, sink } = scene.session;
  const { user, credential } = turn;
  const pending = new Pending(scene);
  const ctx: Context = {
    http: clientOf(scene, turn, pending),
    identity: {
      subject: credential?.subject ?? '',
      token: credential?.token ?? '',
      class: credential?.class ?? 'anonymous',
      ...(credential?.tenant === undefined ? {} : { tenant: credential.tenant }),
    },
    expect: (answer, expectations) => pending.expect(answer, expectations),
    async sleep(time) {
      pending.settle(job.now() - SETTLE_AFTER);
      await rest(milliseconds(time), scene.cut);
      if (scene.cut.isCut) throw new Stopped();
    },
    random: user.random,
    data: turn.row,
    cookies: cookiesOf(user.jar, job.target.url),
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

function clientOf(scene: Scene, turn: Turn, pending: Pending): HttpClient {
  const { job } = scene.session;
  let sent = 0;
  const perform = (asked: Asked, isEndpoint: boolean) => {
    pending.settle(job.now() - SETTLE_AFTER);
    // Only the first request of an iteration was awaited from the intended start on; the others begin when asked for.
    const intended = sent === 0 ? turn.intended : job.now();
    sent += 1;
    return request(scene, turn, pending, { ...asked, isEndpoint, intended });
  };
  const plain = async (method: string, path: string, options: RequestOptions = {}) =>
    perform(adHoc(method, path, options), false);
  return {
    async call(name, options = {}) {
      const endpoint = job.endpoints[name];
      if (!endpoint)
        throw new TypeError(
          `there is no endpoint "${name}"; there are ${Object.keys(job.endpoints).join(', ')}`,
        );
      return perform({ name: options.name ?? name, endpoint, options }, true);
    },
    get: (path, options) => plain('GET', path, options),
    post: (path, options) => plain('POST', path, options),
    request: plain,
  };
}

interface Timed extends Asked {
  readonly isEndpoint: boolean;
  readonly intended: number;
}

async function request(scene: Scene, turn: Turn, pending: Pending, asked: Timed): Promise<Answer> {
  if (scene.cut.isCut) throw new Stopped();
  const { endpoint, name } = asked;
  const { user, iteration } = turn;
  const pool = scene.scenario.spec.identity ?? endpoint.identity;
  const events = endpoint.stream && eventReader(endpoint.stream, true);
  let path = '';
  const sent = await send(
    scene,
    {
      pool,
      endpoint: asked.isEndpoint ? nameOf(scene, asked) : name,
      until: scene.cut,
      ...(pool === undefined ? {} : { index: turn.indexOf(pool) }),
    },
    (credential) => {
      const prepared = prepare(scene, turn, asked, credential);
      path = prepared.path;
      return events ? { ...prepared, onChunk: events.read } : prepared;
    },
  );
  if (typeof sent === 'string') throw unsent(sent, name);
  const { raw, credential, waited } = sent;
  if (raw.status > 0) keepCookies(user.jar, scene.session.job.target.url, raw.headers());
  const intended = asked.intended + waited;
  const ok = classify(raw, endpoint.expect, events).outcome === 'ok';
  const answer = answerOf(raw, { ok, latency: raw.ended - intended, events: events?.events ?? [] });
  const identity = { identityClass: credential?.class ?? 'anonymous', subject: credential?.subject ?? '' };
  const firstEvent = events?.firstEvent;
  const done = {
    endpoint: name,
    method: endpoint.method,
    path,
    vu: user.id,
    iteration,
    intended,
    raw,
    firstEvent,
  };
  pending.add(answer, { ...done, ...identity }, endpoint.expect, events);
  if (raw.failure?.kind === 'cut') throw new Stopped();
  return answer;
}

/** Quotas name endpoints of the plan, whatever a script counts its request under. */
function nameOf(scene: Scene, { endpoint, name }: Asked): string {
  const { endpoints } = scene.session.job;
  return endpoints[name] === endpoint
    ? name
    : (Object.keys(endpoints).find((key) => endpoints[key] === endpoint) ?? name);
}

function prepare(
  scene: Scene,
  turn: Turn,
  asked: Asked & { isEndpoint: boolean },
  credential: Credential | undefined,
) {
  const { base, job } = scene.session;
  const slots = { subject: credential?.subject ?? '', random: turn.user.random, data: turn.row };
  const { body, type } = bodyOf(asked, slots);
  const cookie = turn.user.jar.getCookieStringSync(job.target.url);
  const headers = base.headers(
    type ? { 'content-type': type } : {},
    asked.endpoint.headers,
    credential ? Object.fromEntries(credential.headers) : {},
    cookie === '' ? {} : { cookie },
    (asked.options.headers ?? {}) as Headers,
  );
  return {
    method: asked.endpoint.method,
    path: base.path(pathOf(asked, slots, asked.isEndpoint)),
    headers,
    timeout: timeoutOf(asked),
    capture: BODY_CAP,
    ...(body === undefined ? {} : { body }),
  };
}

function unsent(why: string, name: string): Error {
  return why === 'refused' || why === 'no-identity'
    ? new Error(`the request "${name}" could not be sent (${why})`)
    : new Stopped();
}
