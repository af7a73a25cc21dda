import type { Endpoint } from '../../../model/endpoint.ts';
import type { LoadScenario } from '../../../model/engine.ts';
import type { Phase } from '../../../model/sample.ts';
import { printable } from '../../../model/text.ts';
import { classify } from '../../answers/classify.ts';
import type { Raw } from '../../answers/raw.ts';
import type { SceneLedger } from '../ledger.ts';
import { DROPPED, instantOf } from '../points.ts';
import { Reading, type ReadingOptions } from '../reading.ts';
import { causeOf } from '../shim/causes.ts';

const DURATION = 'http_req_duration';
const ITERATIONS = 'iterations';
/** What a line holds that this reading is interested in. */
export const PLAIN_MARKS = [`"${DURATION}"`, `"${ITERATIONS}"`, DROPPED];

const SERVICE = 'latency = service: k6 alone does not say when a request was due';
const CONNECTING = "k6's own durations leave out the time to connect";

interface Line {
  readonly type?: string;
  readonly metric?: string;
  readonly data?: { readonly time?: string; readonly value?: number; readonly tags?: Tags | null };
}

type Tags = Readonly<Record<string, string>>;

/**
 * Makes samples of what k6 itself tells of somebody's own script: endpoints by the tag `name`, outcomes by the status
 * that the plan expects of them. What the plan does not know is not counted, and said in `strange`.
 */
export class PlainReading extends Reading {
  /** Requests that belong to nothing of the plan, by what they belong to. */
  readonly strange = new Map<string, number>();
  readonly #given: ReadingOptions;
  readonly #byRoute: ReadonlyMap<string, string>;

  constructor(options: ReadingOptions) {
    super(options);
    this.#given = options;
    const { endpoints } = options.job;
    this.#byRoute = new Map(
      Object.entries(endpoints).map(([name, { method, path }]) => [`${method} ${path}`, name]),
    );
    this.note(SERVICE);
    for (const ledger of this.ledgers.values()) ledger.latencyFrom = 'actual';
    this.note(CONNECTING);
    const more = Object.entries(endpoints).filter(([, endpoint]) => expectsMore(endpoint));
    for (const [name] of more) this.note(`${name}: of what the plan expects, only the status is seen`);
  }

  override line(text: string): void {
    if (text.includes(DROPPED)) {
      super.line(text);
      return;
    }
    if (!text.includes(`"${DURATION}"`) && !text.includes(`"${ITERATIONS}"`)) return;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      this.broken += 1;
      return;
    }
    if (line.type !== 'Point' || !line.data) return;
    if (line.metric === DURATION) this.#request(line.data);
    else if (line.metric === ITERATIONS) this.#iterations(line.data);
  }

  #iterations({ value = 0, tags }: NonNullable<Line['data']>): void {
    const ledger = this.ledgers.get(tags?.['scenario'] ?? '');
    if (ledger) ledger.iterations += value;
  }

  #request({ time = '', value = 0, tags }: NonNullable<Line['data']>): void {
    const { scenario = '', group = '' } = tags ?? {};
    // Setup and teardown belong to no scenario, and to no load.
    if (scenario === '' && group.startsWith('::')) return;
    const ledger = this.ledgers.get(scenario);
    const endpoint = this.#endpointOf(tags ?? {});
    if (!ledger) this.#leave(`the scenario "${printable(scenario)}"`);
    else if (endpoint === undefined) this.#leave(`the name "${printable(tags?.['name'] ?? '')}"`);
    else this.#count(ledger, endpoint, { time, value, tags: tags ?? {} });
  }

  #count(
    ledger: SceneLedger,
    name: string,
    { time, value, tags }: { readonly time: string; readonly value: number; readonly tags: Tags },
  ): void {
    const { job, sink, origin } = this.#given;
    const endpoint = job.endpoints[name] as Endpoint;
    const ended = instantOf(time) - origin;
    const started = ended - value;
    ledger.saw(0, started);
    ledger.lastEnd = Math.max(ledger.lastEnd, ended);
    const { outcome, cause } = outcomeOf(tags, endpoint);
    const pool = endpoint.identity;
    sink.record({
      arm: job.arm,
      phase: phaseOf(ledger.scenario, ledger.began ?? started, started),
      scenario: ledger.scenario.name,
      endpoint: name,
      identityClass: pool === undefined ? 'anonymous' : (job.pools[pool]?.class ?? 'default'),
      version: '',
      outcome,
      status: Number(tags['status'] ?? 0),
      intended: started,
      started,
      ended,
      bytes: 0,
      ...(cause === undefined ? {} : { cause }),
      tags: ledger.scenario.spec.tags,
    });
    this.requests += 1;
  }

  /** By the tag `name`, or by method and path where the script gave none. */
  #endpointOf({ name = '', method = '' }: Tags): string | undefined {
    if (Object.hasOwn(this.#given.job.endpoints, name)) return name;
    const url = URL.canParse(name) ? new URL(name) : undefined;
    return url && this.#byRoute.get(`${method} ${url.pathname}${url.search}`);
  }

  #leave(what: string): void {
    this.strange.set(what, (this.strange.get(what) ?? 0) + 1);
  }
}

/** How a request ended, by what k6 tells of it. */
export function outcomeOf(
  { status = '0', error_code: code = '0', error = '' }: Tags,
  { expect }: Pick<Endpoint, 'expect'>,
): ReturnType<typeof classify> {
  const failure = status === '0' ? (causeOf(Number(code), error) ?? UNKNOWN) : undefined;
  const raw = { status: Number(status), failure } as Raw;
  return classify(raw, expect.status === undefined ? {} : { status: expect.status });
}

const UNKNOWN = { kind: 'network', code: 'k6-0' } as const;

function phaseOf({ spec }: LoadScenario, began: number, at: number): Phase {
  if (spec.kind === 'flood') return 'flood';
  return at < began + spec.warmup ? 'warmup' : 'load';
}

function expectsMore({ expect, stream }: Endpoint): boolean {
  const { headers, json, body } = expect;
  return [headers, json, body, stream].some((part) => part !== undefined);
}
