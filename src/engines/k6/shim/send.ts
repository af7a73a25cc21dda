import http, { type CookieJar, type RefinedParams, type RefinedResponse, type ResponseType } from 'k6/http';
import type { Endpoint } from '../../../model/endpoint.ts';
import type { HeaderLines } from '../../../model/exchange.ts';
import type { Events } from '../../answers/events.ts';
import type { Failure, Raw } from '../../answers/raw.ts';
import { READ_ON } from '../told.ts';
import { causeOf, refusalOf } from './causes.ts';
import { elapsed } from './clock.ts';
import { eventsIn } from './stream.ts';
import { payload, type Scene, Stopped } from './world.ts';

/** More of a body is never held against anything. */
const BODY_CAP = 1_048_576;

export interface Outgoing {
  /** The endpoint, or what a script counts it under. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** In ms, of the whole request. */
  readonly timeout: number;
  /** Whether its body is wanted. */
  readonly capture: boolean;
  /** Of an answer that is a stream of server-sent events. */
  readonly stream?: Endpoint['stream'];
  readonly jar: CookieJar;
}

/** What came back; times are in ms from its start. */
export interface Sent extends Raw {
  readonly took: number;
  /** When it ended, by `elapsed`. */
  readonly endedAt: number;
  /** At most; NaN where there was none, or nobody knows. */
  readonly firstEvent: number;
  /** What came of a stream. */
  readonly events?: Pick<Events, 'begun' | 'complete' | 'events'> | undefined;
}

type Headers = Readonly<Record<string, string>>;

/** Header lines by name in lower case. Groups replace the target's own, later ones earlier ones; cookies add up. */
export function headersOf(defaults: Headers, ...groups: readonly Headers[]): Record<string, string> {
  const ordered = [lowered(defaults), payload.headers, ...groups.map(lowered)];
  const merged: Record<string, string> = Object.assign({}, ...ordered);
  const cookies = [payload.cookie, ...ordered.map(({ cookie }) => cookie)].filter(Boolean);
  if (cookies.length > 0) merged['cookie'] = cookies.join('; ');
  return merged;
}

export function send(scene: Scene, out: Outgoing): Sent {
  const { params, clipped } = paramsOf(scene, out);
  const began = elapsed();
  const answer = http.request(out.method, payload.origin + out.path, out.body ?? null, params);
  return sentOf(out, answer, began, clipped);
}

export async function sendLater(scene: Scene, out: Outgoing): Promise<Sent> {
  const { params, clipped } = paramsOf(scene, out);
  const began = elapsed();
  const answer = await http.asyncRequest(out.method, payload.origin + out.path, out.body ?? null, params);
  return sentOf(out, answer, began, clipped);
}

/** No request lasts longer than its scenario: we end it ourselves, so that it is counted as cut. */
function paramsOf({ deadline }: Scene, out: Outgoing) {
  const left = deadline - Date.now();
  if (left <= 0) throw new Stopped('there is no time left');
  const params: RefinedParams<ResponseType> = {
    headers: { ...out.headers },
    timeout: Math.max(1, Math.min(out.timeout, left)),
    redirects: 0,
    responseType: out.capture || out.stream ? 'text' : 'none',
    responseCallback: null as never,
    jar: out.jar,
    ...(payload.named ? { tags: { name: out.name } } : {}),
  };
  return { params, clipped: left < out.timeout };
}

function sentOf(
  { stream }: Outgoing,
  answer: RefinedResponse<ResponseType>,
  began: number,
  clipped: boolean,
): Sent {
  const { timings, status, error_code: code, error, proto } = answer;
  const found = causeOf(code, error) ?? (payload.isHttp2 ? refusalOf(proto) : undefined);
  const body = typeof answer.body === 'string' ? answer.body : '';
  const events = stream && eventsIn(body, stream);
  const failure = found && failureOf(found, clipped, events);
  const connected = timings.connecting + timings.tls_handshaking;
  const header = (name: string) => firstOf(answer.headers, name);
  const firstByte = timings.blocked + timings.sending + timings.waiting;
  const whole = timings.blocked + timings.duration;
  // How far a request that failed had come, nobody tells exactly.
  const lasted = failure ? Math.max(elapsed() - began, whole) : whole;
  const isUnknown = failure?.code === READ_ON;
  const took = isUnknown ? firstByte : lasted;
  return {
    status: failure ? 0 : status,
    started: 0,
    ended: 0,
    // Our own script has to wait for its turn before it learns of an end.
    endedAt: began + took,
    took,
    connect: connected > 0 ? connected : Number.NaN,
    firstByte: failure ? Number.NaN : firstByte,
    firstEvent: events?.begun && !isUnknown ? took : Number.NaN,
    bytes: body === '' ? Number(header('content-length') ?? 0) || 0 : bytesOf(body),
    truncated: body.length > BODY_CAP,
    failure,
    events,
    headers: () => linesOf(answer.headers),
    header,
    text: () => body.slice(0, BODY_CAP),
  };
}

/**
 * A stream is complete with its terminal event, whatever its connection does after that; but k6 reads on, and then tells
 * neither when that event came nor with which status: no more is known than that there was a first byte.
 */
function failureOf(found: Failure, clipped: boolean, events: Sent['events']): Failure {
  if (events?.complete) return { kind: 'cut', code: READ_ON };
  return found.kind === 'timeout' && clipped ? { kind: 'cut', code: 'cut' } : found;
}

function linesOf(headers: Headers): HeaderLines {
  return Object.entries(headers);
}

function firstOf(headers: Headers, name: string): string | undefined {
  for (const key of Object.keys(headers)) if (key.toLowerCase() === name) return headers[key];
  return undefined;
}

/** Length of a text in UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // A pair of surrogates is four bytes, and counts twice here.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

function lowered(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
