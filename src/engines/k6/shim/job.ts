import type { Payload } from '../payload.ts';

declare const __ENV: Readonly<Record<string, string>>;

/** A row of a scenario's data, by column. */
export type Row = Readonly<Record<string, string>>;

/** What the script is to do: told by the environment. An exported script has it written in the place of this file. */
export const { payload, options } = read();

/** The data of a scenario: a file beside the script. Only while the script is loaded. */
export const rowsOf = (key: string): Row[] => JSON.parse(open(`./rows-${key}.json`)) as Row[];

interface Told {
  readonly payload: Payload;
  readonly options: object;
}

/** One variable holds only so much, so the text comes in parts. */
function read(): Told {
  const nothing: Payload = {
    seed: 0,
    origin: '',
    prefix: '',
    headers: {},
    endpoints: {},
    pools: {},
    scenarios: {},
  };
  let text = '';
  for (let part = 0; __ENV[`CANARY_GATE_JOB_${part}`] !== undefined; part += 1)
    text += __ENV[`CANARY_GATE_JOB_${part}`];
  // `k6 inspect` and the like run the script without a job.
  return text === '' ? { payload: nothing, options: {} } : (JSON.parse(text) as Told);
}
