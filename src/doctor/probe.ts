/** `limited`: it is there and will do for less than it could. */
export type State = 'ok' | 'limited' | 'missing';

export interface Found {
  readonly state: State;
  /** What there is, for people. */
  readonly found: string;
}

/** What a program said of its version; undefined when it is not on PATH. */
export type Said = { readonly path: string; readonly text: string } | undefined;

/** What is looked at: the edge between the probes and this machine. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of Node.js and what it is built of, such as `node` and `openssl`. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly processors: number;
  /** Most files and connections that this process may have open; undefined when there is no limit or none is told. */
  readonly openFiles: number | undefined;
  /** The version of a package that comes with this one. */
  packageVersion(name: string): string | undefined;
  run(program: string, args: readonly string[]): Promise<Said>;
  /** Whether a TLS version can be offered alone. */
  offers(version: 'TLSv1' | 'TLSv1.1'): Promise<boolean>;
  /** Whether connections can be made from an address. */
  binds(address: string): Promise<boolean>;
}

/** One thing that canary-gate needs, or does more with. */
export interface Probe {
  readonly id: string;
  /** Nothing can be run without it. */
  readonly needed: boolean;
  /** What it is good for: what is lost without it. */
  readonly gives: string;
  readonly remedy: string;
  readonly look: (machine: Machine) => Promise<Found>;
}

/** Joins an effect, which asks the machine, and a pure reading of what it said. */
export function probe<Raw>({
  ask,
  read,
  needed = false,
  ...rest
}: Omit<Probe, 'look' | 'needed'> & {
  readonly needed?: boolean;
  readonly ask: (machine: Machine) => Raw | Promise<Raw>;
  readonly read: (raw: Raw) => Found;
}): Probe {
  return { ...rest, needed, look: async (machine) => read(await ask(machine)) };
}
