import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../bin/canary-gate.js', import.meta.url));

/** Tells on stderr, at the end, which packages were loaded. */
const WATCH = `import { registerHooks } from 'node:module';
const names = new Set();
registerHooks({ load(url, context, next) {
  const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
  if (name) names.add(name);
  return next(url, context);
} });
process.on('exit', () => console.error(JSON.stringify([...names])));`;

async function packagesOf(...args: string[]): Promise<string[]> {
  const hook = `data:text/javascript,${encodeURIComponent(WATCH)}`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', hook, LAUNCHER, ...args]);
  return JSON.parse(stderr) as string[];
}

test('--version loads no package', async () => {
  expect(await packagesOf('--version')).toEqual([]);
});

test.each([
  [['--help'], 'yargs', ['zod', 'undici', 'jose', 'table', 'yaml']],
  [['list', 'gates'], 'table', ['zod', 'undici', 'jose', 'yaml']],
  [['list', 'executors'], 'zod', ['undici', 'jose', 'yaml']],
  [['schema', 'report'], 'zod', ['undici', 'jose', 'table', 'tough-cookie']],
  [['plan', 'scholarship'], 'zod', ['fastify', 'tough-cookie']],
] as const)('%j loads only what it needs', async (args, needed, others) => {
  const loaded = await packagesOf(...args);
  expect(loaded).toContain(needed);
  expect(loaded.filter((name) => (others as readonly string[]).includes(name))).toEqual([]);
});
