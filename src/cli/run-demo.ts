import type { DemoOptions } from '../demo/options.ts';
import { StartError } from '../model/errors.ts';
import { printDefects } from './catalogue.ts';
import type { GlobalOptions } from './command.ts';
import { type DemoFlags, demoOptions } from './demo-service.ts';
import { interruption } from './interruption.ts';
import type { Io } from './io.ts';

export interface DemoCommandFlags extends GlobalOptions, DemoFlags {
  readonly port: number;
  readonly 'https-port': number;
  readonly 'list-defects': boolean;
}

/** `canary-gate demo`: the service in the foreground, until a signal. */
export async function demoFromCommandLine(flags: DemoCommandFlags, io: Io): Promise<number> {
  if (flags['list-defects']) return printDefects(flags, io);
  const { startDemo } = await import('../demo/start.ts');
  const options: DemoOptions = { port: flags.port, httpsPort: flags['https-port'], ...demoOptions(flags) };
  const interrupt = interruption({ ...io, stderr: { write: () => true } });
  const demo = await startDemo(options).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new StartError(`${error.message}; choose other ports by --port and --https-port, 0 for free ones`);
  });
  io.stdout.write(announcement(demo, flags));
  await new Promise<void>((leave) => interrupt.abort.addEventListener('abort', () => leave()));
  await demo.close();
  interrupt.end();
  return 0;
}

interface Announced {
  readonly url: string;
  readonly httpsUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

function announcement({ url, httpsUrl, env }: Announced, flags: DemoCommandFlags): string {
  if (flags.json) return `${JSON.stringify({ url, httpsUrl, env })}\n`;
  const defect = flags.defect === undefined ? 'correct, no defect' : `defect: ${flags.defect}`;
  return `canary-gate demo (${defect})\n  ${url}\n  ${httpsUrl}\nIn another terminal: canary-gate run scholarship\nCtrl-C ends it.\n`;
}
