import type { BlindHistogram, Client, Head, Options, RequestData } from 'autocannon';
import type { Draft } from './draft.ts';
import type { Place } from './place.ts';

/** Hears what becomes of the request under way. */
export interface Gunner {
  head(head: Head): void;
  body(chunk: Buffer): void;
  /** The answer is complete. Only from within may the next request be loaded. */
  answered(): void;
  /** The connection ended, of itself or with the code of an error. */
  broke(code?: string): void;
}

export interface Arsenal {
  readonly autocannon: (options: Options) => PromiseLike<unknown> & {
    on(event: 'reqError', listener: (error: NodeJS.ErrnoException) => void): unknown;
  };
  readonly place: Place;
}

/** A day in seconds: requests end by our own timers, and runs by our own stop. */
const NEVER = 86_400;
/** How often an instance looks whether it has ended, in ms. */
const LOOK = 250;

/** Its own statistics are not used. */
const BLIND: BlindHistogram = { __custom: true, recordValue: () => {}, destroy: () => {} };

/**
 * An autocannon of one connection, which sends one request after the other. It serves while the answers come as they
 * should: its parser outlives a broken connection and would read the next answer wrongly, and it sends again at once
 * whatever happened. So after anything else it is retired, and the virtual user is given another one.
 */
export class Cannon {
  readonly #gunner: Gunner;
  #client: Client | undefined;
  #next: Draft | undefined;
  #isKept = false;
  #isOpen = false;
  #isRetired = false;
  /** Settles once autocannon has let go of its timers. */
  readonly ended: Promise<void>;

  constructor({ autocannon, place }: Arsenal, first: Draft, gunner: Gunner) {
    this.#gunner = gunner;
    this.#next = first;
    const instance = autocannon({
      ...place,
      connections: 1,
      pipelining: 1,
      duration: NEVER,
      timeout: NEVER,
      sampleInt: LOOK,
      skipAggregateResult: true,
      histograms: { latencies: BLIND, requests: BLIND, throughput: BLIND },
      setupClient: (client) => this.#adopt(client),
      requests: [{ setupRequest: (data) => this.#load(data) }],
    });
    instance.on('reqError', (error) => this.#broke(error.code ?? 'network'));
    this.ended = Promise.resolve(instance).then(
      () => {},
      (error: NodeJS.ErrnoException) => this.#broke(error.code ?? 'network'),
    );
  }

  /** Loads the next request; false when this one can send no more. */
  load(next: Draft): boolean {
    if (!this.#isOpen) return false;
    this.#next = next;
    return true;
  }

  /** Closes its connection; nothing is told of it any more. */
  retire(): void {
    this.#isRetired = true;
    this.#isOpen = false;
    this.#client?.destroy();
  }

  #adopt(client: Client): void {
    this.#client = client;
    client.on('headers', (head) => {
      this.#isKept = head.shouldKeepAlive;
      if (!this.#isRetired) this.#gunner.head(head);
    });
    client.on('body', (chunk) => {
      if (!this.#isRetired) this.#gunner.body(chunk);
    });
    client.on('response', () => this.#answered());
  }

  #answered(): void {
    if (this.#isRetired) return;
    this.#isOpen = this.#isKept;
    this.#gunner.answered();
    this.#isOpen = false;
    if (this.#next === undefined) this.retire();
  }

  /** Asked for before each request. Without one at hand, autocannon has connected anew, since its connection was closed. */
  #load(data: RequestData): RequestData {
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) this.#broke();
    return next === undefined ? data : { ...data, ...next, auth: undefined };
  }

  #broke(code?: string): void {
    if (this.#isRetired) return;
    this.retire();
    this.#gunner.broke(code);
  }
}
