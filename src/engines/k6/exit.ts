import { StartError, WorkerError } from '../../model/errors.ts';
import { printable } from '../../model/text.ts';

/** How a process of k6 ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines that it wrote for people. */
  readonly said: readonly string[];
}

/** k6's exit codes (errext/exitcodes); what is not here is unknown. */
const CODES: Readonly<Record<number, string>> = {
  97: 'a run in the cloud failed',
  98: 'the progress of a run in the cloud was lost',
  99: 'a threshold of k6 was crossed, and there should be none',
  100: 'setup took too long',
  101: 'teardown took too long',
  102: 'something took too long',
  103: 'it was stopped by its REST interface',
  104: 'its options are not valid',
  105: 'it was ended from outside',
  106: 'its REST interface could not start',
  107: 'its script threw',
  108: 'its script called test.abort()',
  109: 'k6 broke down (panic)',
  110: 'its script marked the test as failed',
};

/** Codes with which nothing was sent yet. */
const BEFORE = [104, 106];

/** Why a run of k6 cannot count; undefined when it ended as it should. `asked`: we ended it ourselves. */
export function faultOf({ code, signal, said }: Exit, asked: boolean): StartError | WorkerError | undefined {
  if (code === 0) return undefined;
  if (asked && (code === 105 || signal !== null)) return undefined;
  const how =
    signal === null
      ? `it ended with exit code ${code}: ${CODES[code ?? -1] ?? 'unknown'}`
      : `it was ended by ${signal}`;
  const words = wordsOf(said);
  const text = `k6 broke down: ${how}${words === '' ? '' : ` (${words})`}`;
  return code !== null && BEFORE.includes(code) ? new StartError(text) : new WorkerError(text);
}

/** The last error among what k6 said, without its time and level. */
function wordsOf(said: readonly string[]): string {
  const line = said.findLast((each) => each.includes('level=error')) ?? said.at(-1) ?? '';
  const [, message] = /msg="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  return printable((message ?? line).replaceAll('\\n', ' ').replaceAll('\\"', '"').trim(), 400);
}
