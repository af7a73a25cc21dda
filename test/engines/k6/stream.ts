/** What one instance of k6 would have written with `--out json`. */
export interface Stream {
  readonly scenario: string;
  readonly endpoint: string;
  /** Of all instances together, per second. */
  readonly rate: number;
  readonly seconds: number;
  /** When its scenario began, in ms since 1970. */
  readonly began: number;
  /** Its number, from 1. */
  readonly instance: number;
  readonly of: number;
  readonly testid?: string;
  /** Duration of the nth request, in ms; its status is given by `statusOf`. */
  readonly tookOf?: (n: number) => number;
  readonly statusOf?: (n: number) => number;
}

const OUTCOMES: Readonly<Record<number, string>> = { 200: 'ok', 429: '429', 503: '5xx' };
/** Between the end of a request and its message, in ms: a difference of fractions, with all their digits. */
const SINCE = 0.18375600000035774;
const PARTS = ['blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'];

/** Lines of canary-gate's own script: nine numbers of k6 with every request, and one of ours. */
export function* oursOf(stream: Stream): Generator<string> {
  const common = {
    instance_id: String(stream.instance),
    scenario: stream.scenario,
    testid: stream.testid ?? 'it',
  };
  yield metric('http_reqs');
  yield metric('canary_gate_request');
  let seq = 0;
  for (const { n, took, ended, status } of requestsOf(stream)) {
    const time = timeOf(ended + SINCE);
    yield* numbersOf(time, took, common);
    yield point('canary_gate_request', time, took, {
      tags: {
        ...common,
        class: 'anonymous',
        endpoint: stream.endpoint,
        outcome: OUTCOMES[status] ?? 'ok',
        status: String(status),
        version: '',
      },
      metadata: {
        told: JSON.stringify({
          vu: 1,
          seq: seq++,
          n,
          began: stream.began,
          place: 0,
          whole: true,
          into: (n * 1000) / stream.rate,
          since: SINCE,
          took,
          bytes: 11,
        }),
      },
    });
  }
  const { scenario: _, ...tags } = common;
  yield point('canary_gate_end', timeOf(stream.began + stream.seconds * 1000), 1, { tags });
}

/** Lines of somebody's own script. */
export function* plainOf(stream: Stream): Generator<string> {
  for (const { took, ended, status } of requestsOf(stream)) {
    const tags = {
      scenario: stream.scenario,
      name: stream.endpoint,
      group: '',
      method: 'GET',
      proto: 'HTTP/1.1',
      tls_version: 'tls1.3',
      url: `https://canary.example.com/v1/${stream.endpoint}`,
      expected_response: String(status >= 200 && status < 400),
      status: String(status),
      ...(status === 0 ? { error_code: '1212', error: 'connection refused' } : {}),
    };
    yield* numbersOf(timeOf(ended), took, tags);
    yield point('iterations', timeOf(ended), 1, { tags: { scenario: stream.scenario } });
  }
  yield point('vus', timeOf(stream.began + stream.seconds * 1000), 1, { tags: {} });
}

function* requestsOf({
  rate,
  seconds,
  began,
  instance,
  of,
  tookOf = () => 10,
  statusOf = () => 200,
}: Stream) {
  for (let n = instance - 1; n < rate * seconds; n += of) {
    const took = tookOf(n);
    yield { n, took, ended: began + (n * 1000) / rate + took, status: statusOf(n) };
  }
}

function* numbersOf(time: string, took: number, tags: Readonly<Record<string, string>>): Generator<string> {
  yield point('http_reqs', time, 1, { tags });
  yield point('http_req_duration', time, took, { tags });
  for (const part of PARTS) yield point(`http_req_${part}`, time, took / 10, { tags });
  yield point('http_req_failed', time, 0, { tags });
}

function metric(name: string): string {
  return JSON.stringify({
    type: 'Metric',
    data: { name, type: 'counter', contains: 'default', thresholds: [], submetrics: null },
    metric: name,
  });
}

function point(name: string, time: string, value: number, more: object): string {
  return JSON.stringify({ metric: name, type: 'Point', data: { time, value, ...more } });
}

/** RFC 3339 with microseconds. */
function timeOf(at: number): string {
  const whole = Math.floor(at);
  const rest = String(Math.round((at - whole) * 1000)).padStart(3, '0');
  return new Date(whole).toISOString().replace('Z', `${rest === '1000' ? '999' : rest}Z`);
}
