/** The names under which the script tells what happened; a metric of the user's own carries its name as a tag. */
export const REQUEST = 'canary_gate_request';
export const ITERATION = 'canary_gate_iteration';
export const CUSTOM = 'canary_gate_custom';
/** Told once, when everything else was told: a stream that ends without it is not whole. */
export const END = 'canary_gate_end';

/** Cause of a request whose stream was complete, and whose answer k6 read on for until it failed. */
export const READ_ON = 'read-on';

/** Number of a message among those of its virtual user, from 0: a gap is a message that got lost. */
interface Numbered {
  readonly vu: number;
  readonly seq: number;
}

/** What no label can hold of a request; times in ms, that of the wall clock in whole ones. */
export interface ToldRequest extends Numbered {
  /** Number of the iteration in its scenario, from 0; -1 in setup and teardown. */
  readonly n: number;
  /** When the scenario began, by the wall clock. */
  readonly began: number;
  /** Which request of its iteration this is, from 0. */
  readonly place: number;
  /** Whether it is all that its iteration did. */
  readonly whole?: true;
  /** Between its end and this message. */
  readonly since: number;
  /** From the beginning of its scenario to its start, where that is one of arrivals. */
  readonly into?: number;
  /** From its start to its end. */
  readonly took: number;
  /** How long its virtual user held it back so that quotas are kept; no part of the latency. */
  readonly held?: number;
  readonly connect?: number;
  readonly firstByte?: number;
  /** From its start to its first server-sent event, at most. */
  readonly firstEvent?: number;
  readonly bytes: number;
  readonly cause?: string;
  /** For the transcript. */
  readonly line?: {
    readonly method: string;
    readonly path: string;
    readonly subject: string;
    readonly iteration: number;
  };
}

export interface ToldIteration extends Numbered {
  readonly n: number;
  readonly began: number;
  /** What the script threw. */
  readonly threw?: string;
  /** Whether it got to its end, whatever it threw. */
  readonly ended: boolean;
  /** Why the scenario begins no more. */
  readonly stopped?: string;
  /** Something worth telling. */
  readonly note?: string;
}
