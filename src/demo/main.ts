/** The demo service as a process of its own: options as JSON in the first argument, one line of JSON when it is up. */
import type { DemoOptions } from './options.ts';
import { startDemo } from './start.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as DemoOptions;
// A signal may reach the whole process group; a parent still needs the service while it winds up, and then disconnects.
process.on('SIGINT', () => {});
try {
  const demo = await startDemo(options);
  const end = () => void demo.close().finally(() => process.exit(0));
  process.on('disconnect', end);
  process.on('SIGTERM', () => process.connected || end());
  const { url, httpsUrl, ca, env } = demo;
  process.stdout.write(`${JSON.stringify({ url, httpsUrl, ca, env })}\n`);
  process.send?.({ url, httpsUrl, ca, env });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(4);
}
