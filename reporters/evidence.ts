import type { Reporter } from '../src/model/reporter.ts';
import { findings } from './evidence/markdown.ts';

/** Findings cannot be more than people will read; the rest is in `report.json` and `exchanges.ndjson`. */
const MOST_BYTES = 2_000_000;

/** `findings.md`: each finding with what was sent, what came back, and a line of curl that repeats it. */
export const evidence: Reporter = {
  id: 'evidence',
  title: 'each finding with what was sent, what came back, what to do, and curl lines that repeat it',
  file: 'findings.md',
  showsExchanges: true,
  *render(report, { exchanges = new Map() }) {
    let left = MOST_BYTES;
    for (const part of findings(report, exchanges)) {
      left -= Buffer.byteLength(part);
      if (left < 0) {
        yield '\n**Cut here: `canary-gate show <run> <check>` shows the rest.**\n';
        return;
      }
      yield part;
    }
  },
};
