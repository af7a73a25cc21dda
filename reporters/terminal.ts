import type { Reporter } from '../src/model/reporter.ts';
import { checks } from './terminal/checks.ts';
import { context } from './terminal/context.ts';
import { gates, triggers } from './terminal/gates.ts';
import { load } from './terminal/load.ts';
import { openPage } from './terminal/page.ts';
import { facts, reasons, verdict } from './terminal/verdict.ts';

/** Top to bottom in the order of the questions: what now? why? how sure? what was seen? where is the proof? */
const SECTIONS = [verdict, facts, reasons, gates, triggers, checks, load, context];

/** The report for people at a terminal: the verdict first. */
export const terminal: Reporter = {
  id: 'terminal',
  title: 'for people at a terminal: the verdict first, then why',
  *render(report, options) {
    const page = openPage(options);
    for (const section of SECTIONS) {
      const lines = [...section(report, page)];
      if (lines.length > 0) yield `${['', ...lines].map((line) => line.trimEnd()).join('\n')}\n`;
    }
    yield '\n';
  },
};
