import { sleep } from 'k6';
import { CookieJar } from 'k6/http';
import type { Endpoint } from '../../../model/endpoint.ts';
import { classify, needsBody } from '../../answers/classify.ts';
import { seeded, seededAt, weighted } from '../../requests/random.ts';
import { bodyTemplate, pathTemplate, type Slots, type Template } from '../../requests/template.ts';
import type { RequestPayload } from '../payload.ts';
import { elapsed, startOf } from './clock.ts';
import { type Credential, credentialOf } from './identities.ts';
import { claim, stopOf, watch } from './limits.ts';
import { rowOf } from './rows.ts';
import { headersOf, type Sent, send } from './send.ts';
import { tellIteration, tellRequest } from './tell.ts';
import { begin, choose, wait } from './turns.ts';
import { versionOf } from './version.ts';
import { payload, type Scene, Stopped, vu } from './world.ts';

/** One entry of a scenario's list, made ready. */
interface Choice {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly pool: string | undefined;
  readonly path: Template;
  readonly body: ReturnType<typeof bodyTemplate>;
  readonly capture: boolean;
}

interface Listed {
  readonly choices: readonly Choice[];
  /** Which of them an iteration sends, by its number. */
  readonly draw: (n: number) => number;
  readonly random: () => number;
}

const known = new Map<string, Listed>();

/** One iteration of one request, drawn by weight from the scenario's list. */
export function listedIteration(scene: Scene): void | Promise<void> {
  const stopped = stopOf(scene);
  if (stopped !== undefined) return sleep(1);
  const { choices, draw, random } = listedOf(scene);
  const choice = choices[draw(scene.n)]!;
  const { pool } = choice;
  if (pool === undefined) return finish(scene, choice, random, undefined, 0, 0);
  const index = choose(pool, scene);
  const held = hold(scene, pool, index, choice.name);
  if (held === undefined) return abandon(scene);
  const credential = credentialOf(pool, scene.spec.flood ? 'flood' : 'load', index);
  if (!(credential instanceof Promise)) return finish(scene, choice, random, credential, index, held);
  return credential.then((made) => finish(scene, choice, random, made, index, held));
}

/** Waits until a quota has room; gives how long that took, in ms. Undefined when the scenario ends before. */
function hold(scene: Scene, pool: string, index: number, endpoint: string): number | undefined {
  let held = 0;
  for (;;) {
    const left = wait(pool, scene, index, endpoint);
    if (left <= 0) return held;
    if (Date.now() + left > scene.began + scene.spec.duration) return undefined;
    sleep(left / 1000);
    held += left;
  }
}

/** Sends the request, and tells what became of it. */
function finish(
  scene: Scene,
  choice: Choice,
  random: () => number,
  credential: Credential | undefined,
  index: number,
  held: number,
): void {
  const { endpoint, pool, name } = choice;
  const slots: Slots = { subject: credential?.subject ?? '', random, data: rowOf(scene) };
  const path = payload.prefix + choice.path(slots);
  const type = choice.body?.type;
  try {
    claim(scene);
    const done = pool === undefined ? undefined : begin(pool, scene, index, name);
    const sent = send(scene, {
      name,
      method: endpoint.method,
      path,
      headers: headersOf(type ? { 'content-type': type } : {}, endpoint.headers, credential?.headers ?? {}),
      body: choice.body?.template(slots),
      timeout: endpoint.timeout,
      capture: choice.capture,
      stream: endpoint.stream,
      jar: new CookieJar(),
    });
    done?.();
    watch(scene, sent);
    tellSent(scene, choice, sent, {
      path,
      held,
      subject: credential?.subject ?? '',
      class: credential?.class ?? 'anonymous',
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    abandon(scene);
  }
}

function tellSent(
  scene: Scene,
  { name, endpoint }: Choice,
  sent: Sent,
  facts: { readonly path: string; readonly held: number; readonly subject: string; readonly class: string },
): void {
  const { outcome, cause } = classify(sent, endpoint.expect, sent.events);
  const labels = {
    endpoint: name,
    class: facts.class,
    version: versionOf(sent),
    outcome,
    status: sent.status,
  };
  tellRequest(scene, labels, {
    place: 0,
    whole: true,
    ...timesOf(scene, sent),
    ...(facts.held > 0 ? { held: facts.held } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(scene.spec.transcript
      ? { line: { method: endpoint.method, path: facts.path, subject: facts.subject, iteration: scene.n } }
      : {}),
  });
}

/** The measured part of a message. */
export function timesOf(scene: Scene, sent: Sent) {
  const start = startOf(scene);
  return {
    ...(start === undefined ? {} : { into: sent.endedAt - sent.took - start }),
    since: Math.max(0, elapsed() - sent.endedAt),
    took: sent.took,
    bytes: sent.bytes,
    ...(Number.isNaN(sent.connect) ? {} : { connect: sent.connect }),
    ...(Number.isNaN(sent.firstByte) ? {} : { firstByte: sent.firstByte }),
    ...(Number.isNaN(sent.firstEvent) ? {} : { firstEvent: sent.firstEvent }),
  };
}

function abandon(scene: Scene): void {
  const stopped = stopOf(scene);
  tellIteration(scene, { ended: false, ...(stopped === undefined ? {} : { stopped }) });
}

function listedOf(scene: Scene): Listed {
  let listed = known.get(scene.key);
  if (!listed) {
    listed = makeReady(scene);
    known.set(scene.key, listed);
  }
  return listed;
}

function makeReady({ spec }: Scene): Listed {
  const entries = spec.requests ?? [];
  const at = seededAt(payload.seed, spec.name, 'requests');
  let place = 0;
  const pick = weighted(
    entries.map(({ weight }) => weight),
    () => at(place),
  );
  return {
    choices: entries.map((entry) => choiceOf(entry, spec.identity)),
    draw(n) {
      place = n;
      return pick();
    },
    random: seeded(payload.seed, spec.name, vu()),
  };
}

function choiceOf({ endpoint: name, identity }: RequestPayload, pool: string | undefined): Choice {
  const endpoint = payload.endpoints[name];
  if (!endpoint) throw new TypeError(`there is no endpoint "${name}"`);
  const { identify } = payload;
  return {
    name,
    endpoint,
    pool: identity ?? pool ?? endpoint.identity,
    path: pathTemplate(endpoint.path),
    body: bodyTemplate(endpoint.body),
    capture: needsBody(endpoint.expect) || (identify !== undefined && 'json' in identify),
  };
}
