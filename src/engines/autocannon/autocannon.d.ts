/** As much of the package as the engine uses. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  /** The head of an answer; its header lines are names and values by turns. */
  export interface Head {
    readonly statusCode: number;
    readonly headers: readonly string[];
    readonly shouldKeepAlive: boolean;
  }

  /** What one request is built from. */
  export interface RequestData {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
    readonly auth?: string | undefined;
  }

  /** One connection, which sends its next request as soon as it has told of an answer. */
  export interface Client {
    on(event: 'headers', listener: (head: Head) => void): this;
    on(event: 'body', listener: (chunk: Buffer) => void): this;
    on(event: 'response', listener: () => void): this;
    destroy(): void;
  }

  export interface BlindHistogram {
    readonly __custom: true;
    recordValue(value: number): void;
    destroy(): void;
  }

  export interface Options {
    readonly url: string;
    readonly servername?: string | undefined;
    readonly tlsOptions?: Readonly<Record<string, string>> | undefined;
    readonly connections: number;
    readonly pipelining: number;
    /** Seconds. */
    readonly duration: number;
    /** Seconds. */
    readonly timeout: number;
    /** Milliseconds. */
    readonly sampleInt: number;
    readonly skipAggregateResult: boolean;
    readonly histograms: Readonly<Record<'latencies' | 'requests' | 'throughput', BlindHistogram>>;
    readonly setupClient: (client: Client) => void;
    readonly requests: readonly { readonly setupRequest: (data: RequestData) => RequestData }[];
  }

  export interface Instance extends EventEmitter, PromiseLike<unknown> {}

  export default function autocannon(options: Options): Instance;
}
