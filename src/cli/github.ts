import { annotations } from '../../reporters/github.ts';
import { markdown } from '../../reporters/markdown.ts';
import { tame } from '../../reporters/text/tame.ts';
import type { Report } from '../model/report.ts';

export interface GithubJob {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  /** Appends text to a file. */
  readonly append: (file: string, text: string) => Promise<void>;
}

/**
 * Inside a job of GitHub Actions: annotations on its page, the Markdown report as its summary, and `decision`,
 * `verdict` and `folder` as outputs for later steps. Anywhere else it does nothing.
 */
export async function tellGithub(report: Report, { env, stdout, append }: GithubJob): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  stdout.write(annotations(report));
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary) await append(summary, [...markdown.render(report, { color: false, width: 80 })].join(''));
  const outputs = env['GITHUB_OUTPUT'];
  const { decision, verdict, run } = report;
  if (outputs)
    await append(outputs, `decision=${decision}\nverdict=${verdict}\nfolder=${tame(run.folder)}\n`);
}
