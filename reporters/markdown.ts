import type { Reporter } from '../src/model/reporter.ts';
import { checks, context, gates, load, reasons, triggers, verdict } from './markdown/sections.ts';

const SECTIONS = [verdict, reasons, gates, triggers, checks, load, context];

/** GitHub refuses step summaries beyond 1 MiB; the rest is for what else the step says. */
const MOST_BYTES = 1_000_000;

/** Markdown for pull requests and for the step summary of GitHub Actions. */
export const markdown: Reporter = {
  id: 'markdown',
  title: 'Markdown for pull requests and the step summary of GitHub Actions',
  file: 'report.md',
  *render(report) {
    let left = MOST_BYTES;
    for (const section of SECTIONS) {
      for (const line of [...section(report), '']) {
        left -= Buffer.byteLength(line) + 1;
        if (left < 0) {
          yield '\n**Cut here: the whole report is in report.json.**\n';
          return;
        }
        yield `${line}\n`;
      }
    }
  },
};
