/** What a generator is asked to do, once. */
export interface Task {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** True: one request and two expectations (status 200, `$.ok` is true) in the tool's own script. */
  readonly scripted: boolean;
  /** Requests per second of an open loop; a closed loop when left out. */
  readonly rate?: number;
  /** PEM file of the server's certificate. */
  readonly certificate: string;
  /** Empty folder of this run, in which the tool is started. */
  readonly folder: string;
}

/** How a generator is started for a task. */
export interface Call {
  readonly command: readonly string[];
  /** Files that are written into the task's folder beforehand. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** File in the task's folder that holds the result; standard output when left out. */
  readonly output?: string;
  /** Exit codes of a run that measured; 0 alone when left out. */
  readonly exitCodes?: readonly number[];
}

/** What a generator itself says about its run; times in milliseconds, null where it says nothing. */
export interface Reading {
  readonly requests: number;
  readonly errors: number;
  /** Seconds of load by the tool's own clock. */
  readonly seconds: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** 99th percentile of the delay between an arrival's instant and its sending. */
  readonly sendLagP99?: number;
}

export type Loop = 'static' | 'scripted' | 'open';

/** A load generator: how to call it, how to read its output. */
export interface Peer {
  readonly name: string;
  /** Prints the version; left out where the tool has no way to say it. */
  readonly versionArguments?: readonly string[];
  readonly loops: readonly Loop[];
  call(program: readonly string[], task: Task): Call;
  /** Throws when the output is none of this tool's. */
  read(output: string): Reading;
}

/** A generator that was found on this machine. */
export interface Tool {
  readonly peer: Peer;
  /** How it is started; arguments follow. */
  readonly command: readonly string[];
}
