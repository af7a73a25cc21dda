import type { Answer, HttpClient, RequestOptions } from '../../model/context.ts';
import type { Credential } from '../../model/identity.ts';
import { answerOf } from '../answers/answer.ts';
import { classify } from '../answers/classify.ts';
import type { Pending } from '../answers/pending.ts';
import { type Asked, adHoc, bodyOf, pathOf, timeoutOf } from '../requests/script-request.ts';
import type { Message } from './call.ts';
import { keepCookies } from './cookies.ts';
import type { Done } from './record.ts';
import type { Scene } from './scene.ts';
import { messageOf, type Sent, send } from './send.ts';
import { BODY_CAP } from './static.ts';
import { type EventReader, eventReader } from './stream.ts';
import { Stopped, type Turn } from './turn.ts';

/** `ctx.http`: every request is sent as the iteration's identity, and counted once its expectations are settled. */
export function clientOf(scene: Scene, turn: Turn, pending: Pending<Done>): HttpClient {
  const { job } = scene.session;
  let sent = 0;
  const perform = (asked: Asked, isEndpoint: boolean) => {
    pending.settle();
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

async function request(scene: Scene, turn: Turn, pending: Pending<Done>, asked: Timed): Promise<Answer> {
  if (scene.cut.isCut) throw new Stopped();
  const { endpoint, name } = asked;
  const pool = scene.scenario.spec.identity ?? endpoint.identity;
  const events = endpoint.stream && eventReader(endpoint.stream, true);
  let path = '';
  const sender = {
    pool,
    endpoint: asked.isEndpoint ? nameOf(scene, asked) : name,
    until: scene.cut,
    ...(pool === undefined ? {} : { index: turn.indexOf(pool) }),
  };
  const sent = await send(scene, sender, (credential) => {
    const message = messageOf(scene, name, () => prepare(scene, turn, asked, credential));
    path = message?.path ?? '';
    return message && { message, timeout: timeoutOf(asked), capture: BODY_CAP, onChunk: events?.read };
  });
  if (typeof sent === 'string') throw unsent(sent, name);
  return answered(scene, turn, pending, { ...asked, path }, sent, events);
}

/** Keeps the cookies of an answer, puts it on the list of those to be counted, and hands it to the script. */
function answered(
  scene: Scene,
  { user, iteration }: Turn,
  pending: Pending<Done>,
  { endpoint, name, path, intended: asked }: Timed & { readonly path: string },
  { raw, credential, waited }: Sent,
  events: EventReader | undefined,
): Answer {
  if (raw.status > 0) keepCookies(user, scene.session.job.target.url, raw.headers());
  const intended = asked + waited;
  const ok = classify(raw, endpoint.expect, events).outcome === 'ok';
  const answer = answerOf(raw, { ok, latency: raw.ended - intended, events: events?.events ?? [] });
  const done = {
    endpoint: name,
    method: endpoint.method,
    path,
    vu: user.id,
    iteration,
    intended,
    raw,
    firstEvent: events?.firstEvent,
    identityClass: credential?.class ?? 'anonymous',
    subject: credential?.subject ?? '',
  };
  pending.add(answer, { done, raw, expectation: endpoint.expect, stream: events, endedAt: raw.ended });
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
): Message {
  const { base, job } = scene.session;
  const slots = { subject: credential?.subject ?? '', random: turn.user.random, data: turn.row };
  const { body, type } = bodyOf(asked, slots);
  const cookie = turn.user.jar?.getCookieStringSync(job.target.url) ?? '';
  const own = asked.options.headers;
  const headers =
    cookie === '' && !own
      ? base.lines(type, asked.endpoint.headers, credential)
      : base.headers(
          type ? { 'content-type': type } : {},
          asked.endpoint.headers,
          credential ? Object.fromEntries(credential.headers) : {},
          cookie === '' ? {} : { cookie },
          own ?? {},
        );
  const path = base.path(pathOf(asked, slots, asked.isEndpoint));
  return scene.session.transport.prepare({ method: asked.endpoint.method, path, headers, body });
}

function unsent(why: string, name: string): Error {
  return why === 'refused' || why === 'no-identity'
    ? new Error(`the request "${name}" could not be sent (${why})`)
    : new Stopped();
}
