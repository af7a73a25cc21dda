#!/usr/bin/env node
// Nothing here is newer than ES2020, so that an old Node gets as far as the sentence below.
import { existsSync } from 'node:fs';
import module from 'node:module';

const WANTED = 24;
const built = new URL('../dist/src/cli/main.js', import.meta.url);
const source = new URL('../src/cli/main.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < WANTED) {
  process.stderr.write(`canary-gate needs Node ${WANTED} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 4;
} else {
  // Halves the start of every command; where the cache cannot be written, Node goes on without it.
  module.enableCompileCache();
  // In a checkout the sources are the truth; a package holds the build alone.
  import((existsSync(source) ? source : built).href).then(({ start }) => start());
}
