import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What it cost to judge a result file, the start of the program included. */
export interface Reading {
  readonly requests: number;
  readonly verdict: string;
  readonly seconds: number;
  /** Peak resident size of the whole process. */
  readonly peakMB: number;
}

const LAUNCHER = fileURLToPath(new URL('../../bin/canary-gate.js', import.meta.url));
/** Told by the process itself, when it ends. */
const TELL_PEAK =
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(2, `peak=${process.resourceUsage().maxRSS}`));";

/** Judges a file by the plan in a folder, as anybody would on the command line. */
export async function judge(file: string, folder: string): Promise<Reading> {
  const began = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const command = ['judge', '--k6-json', file, '--json', '--quiet'];
  const child = spawn(process.execPath, ['--import', preload, LAUNCHER, ...command], { cwd: folder });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const seconds = (performance.now() - began) / 1000;
  const [, peak] = /peak=(\d+)/.exec(err) ?? [];
  if (peak === undefined || !out.includes('"load"')) throw new Error(`${file} was not judged: ${out}${err}`);
  const report = JSON.parse(out) as { verdict: string; load: { scenarios: { requests: number }[] } };
  return {
    requests: report.load.scenarios[0]?.requests ?? 0,
    verdict: report.verdict,
    seconds,
    peakMB: Number(peak) / 1024,
  };
}
