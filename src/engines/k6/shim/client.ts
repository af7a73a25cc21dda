import type { CookieJar } from 'k6/http';
import type { Answer, HttpClient, RequestOptions } from '../../../model/context.ts';
import { answerOf } from '../../answers/answer.ts';
import { classify } from '../../answers/classify.ts';
import type { Pending } from '../../answers/pending.ts';
import { type Asked, adHoc, bodyOf, pathOf, timeoutOf } from '../../requests/script-request.ts';
import { type Credential, credentialOf } from './identities.ts';
import { claim, watch } from './limits.ts';
import type { Done } from './pending.ts';
import { headersOf, type Sent, sendLater } from './send.ts';
import { begin, wait } from './turns.ts';
import { payload, type Scene, Stopped } from './world.ts';

/** One iteration of a script, for its requests. */
export interface Turn {
  readonly scene: Scene;
  readonly pending: Pending<Done>;
  readonly iteration: number;
  readonly row: Readonly<Record<string, string>>;
  readonly random: () => number;
  readonly jar: CookieJar;
  /** The number of the identity by pool. */
  readonly indexOf: (pool: string) => number;
  readonly rest: (milliseconds: number) => Promise<void>;
}

/** `ctx.http`: every request is sent as the iteration's identity, and told of once its expectations are settled. */
export function clientOf(turn: Turn): HttpClient {
  let place = 0;
  const perform = (asked: Asked, isEndpoint: boolean) => {
    turn.pending.settle();
    place += 1;
    return request(turn, asked, isEndpoint, place - 1);
  };
  const plain = async (method: string, path: string, options: RequestOptions = {}) =>
    perform(adHoc(method, path, options), false);
  return {
    async call(name, options = {}) {
      const endpoint = payload.endpoints[name];
      const all = Object.keys(payload.endpoints).join(', ');
      if (!endpoint) throw new TypeError(`there is no endpoint "${name}"; there are ${all}`);
      return perform({ name: options.name ?? name, endpoint, options }, true);
    },
    get: (path, options) => plain('GET', path, options),
    post: (path, options) => plain('POST', path, options),
    request: plain,
  };
}

async function request(turn: Turn, asked: Asked, isEndpoint: boolean, place: number): Promise<Answer> {
  const { scene, jar } = turn;
  const { endpoint, name } = asked;
  const pool = scene.spec.identity ?? endpoint.identity;
  const index = pool === undefined ? 0 : turn.indexOf(pool);
  const counted = isEndpoint ? nameOf(asked) : name;
  const held = pool === undefined ? 0 : await hold(turn, pool, index, counted);
  const credential =
    pool === undefined ? undefined : await credentialOf(pool, scene.spec.flood ? 'flood' : 'load', index);
  const slots = { subject: credential?.subject ?? '', random: turn.random, data: turn.row };
  const { body, type } = bodyOf(asked, slots);
  const path = payload.prefix + pathOf(asked, slots, isEndpoint);
  claim(scene);
  const done = pool === undefined ? undefined : begin(pool, scene, index, counted);
  const sent = await sendLater(scene, {
    name,
    method: endpoint.method,
    path,
    headers: headersOf(
      type ? { 'content-type': type } : {},
      endpoint.headers,
      credential?.headers ?? {},
      asked.options.headers ?? {},
    ),
    body,
    timeout: timeoutOf(asked),
    capture: true,
    stream: endpoint.stream,
    jar,
  });
  done?.();
  watch(scene, sent);
  return answered(turn, asked, sent, { credential, path, place, held });
}

function answered(
  turn: Turn,
  { endpoint, name }: Asked,
  sent: Sent,
  facts: {
    readonly credential: Credential | undefined;
    readonly path: string;
    readonly place: number;
    readonly held: number;
  },
): Answer {
  const ok = classify(sent, endpoint.expect, sent.events).outcome === 'ok';
  const answer = answerOf(sent, { ok, latency: sent.took, events: sent.events?.events ?? [] });
  const done = {
    sent,
    endpoint: name,
    method: endpoint.method,
    iteration: turn.iteration,
    path: facts.path,
    place: facts.place,
    held: facts.held,
    class: facts.credential?.class ?? 'anonymous',
    subject: facts.credential?.subject ?? '',
  };
  const { expect: expectation } = endpoint;
  turn.pending.add(answer, { done, raw: sent, expectation, stream: sent.events, endedAt: sent.endedAt });
  if (sent.failure?.code === 'cut') throw new Stopped();
  return answer;
}

/** Waits until a quota has room; gives how long that took, in ms. */
async function hold(turn: Turn, pool: string, index: number, endpoint: string): Promise<number> {
  let held = 0;
  for (;;) {
    const left = wait(pool, turn.scene, index, endpoint);
    if (left <= 0) return held;
    await turn.rest(left);
    held += left;
  }
}

/** Quotas name endpoints of the plan, whatever a script counts its request under. */
function nameOf({ endpoint, name }: Asked): string {
  const { endpoints } = payload;
  return endpoints[name] === endpoint
    ? name
    : (Object.keys(endpoints).find((key) => endpoints[key] === endpoint) ?? name);
}
