/** The demo service as a process of its own: options as JSON in the first argument, one line of JSON when it is up. */
import type { DemoOptions } from './options.ts';
import { startDemo } from './start.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as DemoOptions;
// Ctrl-C reaches the whole process group; the parent still needs the service while it winds up.
process.on('SIGINT', () => {});
try {
  const demo = await startDemo(options);
  process.on('disconnect', () => void demo.close().finally(() => process.exit(0)));
  process.on('SIGTERM', () => void demo.close().finally(() => process.exit(0)));
  const { url, httpsUrl, ca, env } = demo;
  process.stdout.write(`${JSON.stringify({ url, httpsUrl, ca, env })}\n`);
  process.send?.({ url, httpsUrl, ca, env });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(4);
}
