#!/usr/bin/env node
// Nothing here is newer than ES2020, so that an old Node gets as far as the sentence below.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WANTED = 24;
const built = new URL('../dist/src/cli/main.js', import.meta.url);
const source = new URL('../src/cli/main.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < WANTED) {
  process.stderr.write(`canary-gate needs Node ${WANTED} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 4;
} else {
  keepCompiledCode();
  // In a checkout the sources are the truth; a package holds the build alone.
  import((existsSync(source) ? source : built).href).then(({ start }) => start());
}

/**
 * Halves the start of every command, and in a checkout the memory of every thread. Threads and the demo service learn
 * of it by the environment alone. Where nothing can be kept, Node goes on without.
 */
function keepCompiledCode() {
  if (!process.env.NODE_COMPILE_CACHE) process.env.NODE_COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');
  module.enableCompileCache();
}
