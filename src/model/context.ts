import type { Matcher } from './endpoint.ts';
import type { HeaderLines } from './exchange.ts';
import type { ScenarioInput } from './scenario.ts';

/** What one virtual user sees in one iteration. Every engine that runs scripts offers exactly this. */
export interface Context<Setup = unknown> {
  readonly http: HttpClient;
  readonly identity: {
    readonly subject: string;
    readonly tenant?: string;
    readonly token: string;
    readonly class: string;
  };
  readonly expect: (answer: Answer, expectations: Expectations) => boolean;
  /** Waits; in milliseconds, or text such as `100ms`. */
  readonly sleep: (time: number | string) => Promise<void>;
  /** Uniform in [0, 1), repeatable by the run's seed. */
  readonly random: () => number;
  /** The row of the scenario's data for this iteration. */
  readonly data: Readonly<Record<string, string>>;
  /** Cookies of this virtual user. */
  readonly cookies: {
    get(name: string): string | undefined;
    set(name: string, value: string): void;
    clear(): void;
  };
  readonly metric: (name: string, value: number) => void;
  readonly vu: number;
  /** Of this virtual user, from 0. */
  readonly iteration: number;
  readonly setup: Setup;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Endpoint name that the sample is counted under; the endpoint asked for, or the path. */
  readonly name?: string;
  readonly timeout?: number | string;
  /** Values for the slots of an endpoint's path. */
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface HttpClient {
  /** Calls an endpoint of the plan by name, with its expectations. */
  call(endpoint: string, options?: RequestOptions): Promise<Answer>;
  get(path: string, options?: RequestOptions): Promise<Answer>;
  post(path: string, options?: RequestOptions): Promise<Answer>;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
}

export interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly ok: boolean;
  readonly headers: HeaderLines;
  header(name: string): string | undefined;
  readonly body: string;
  /** The parsed body; `undefined` when it is not JSON. */
  json(): unknown;
  /** A value by JSONPath; `undefined` when there is none. */
  value(path: string): unknown;
  readonly events: readonly { readonly event: string; readonly data: string; readonly id?: string }[];
  /** Milliseconds. */
  readonly latency: number;
  readonly error?: string;
}

/** An expectation that does not hold makes the request's outcome `unexpected`. */
export interface Expectations {
  readonly status?: number | readonly number[];
  readonly headers?: Readonly<Record<string, Matcher>>;
  readonly json?: Readonly<Record<string, Matcher>>;
  readonly contains?: string;
}

/** What a scenario module exports: its settings, and functions that no plan file can hold. */
export type ScenarioModule<Setup = unknown> = ScenarioInput & {
  /** Runs once before the first iteration; what it returns is `ctx.setup`, and must survive JSON. */
  readonly setup?: (ctx: Context<undefined>) => Promise<Setup> | Setup;
  readonly iteration: (ctx: Context<Setup>) => Promise<void>;
  readonly teardown?: (ctx: Context<Setup>) => Promise<void> | void;
};
