/** Where the instances of k6 put what they measured. */
export type Results =
  | { readonly kind: 'volume'; readonly claim: string }
  | {
      readonly kind: 'prometheus';
      /** The remote-write receiver. */
      readonly write: string;
      /** Where the same Prometheus is asked. */
      readonly base: string;
    };

/** What is said of a test run besides its load. */
export interface OperatorSettings {
  /** Of the test run, and the beginning of the names of all that belongs to it. */
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly image: string;
  readonly parallelism: number;
  readonly results: Results;
  /** The Secret that holds the variables of the script. */
  readonly secret: string;
  /** Each instance on a node of its own. */
  readonly separate: boolean;
}

/** Where the script lies. */
export type Place =
  | { readonly kind: 'config-map' }
  /** A file on a volume, since a ConfigMap is too small for it. */
  | { readonly kind: 'volume'; readonly claim: string; readonly file: string };

export const SCRIPT = 'script.js';
/** Mounted by the operator, whatever holds the script. */
export const SCRIPT_FOLDER = '/test';
export const CA_FILE = 'ca.pem';
export const RESULTS_FOLDER = '/results';
